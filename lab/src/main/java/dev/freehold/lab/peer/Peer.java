package dev.freehold.lab.peer;

import dev.freehold.lab.replay.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The peers that a trace can be replayed on, by their names on the command line.
public enum Peer {
  /// The C library's malloc.
  GLIBC("glibc"),
  /// Microsoft's mimalloc.
  MIMALLOC("mimalloc"),
  /// FreeBSD's and Facebook's jemalloc.
  JEMALLOC("jemalloc"),
  /// Google's tcmalloc, as in gperftools.
  TCMALLOC("tcmalloc"),
  /// One confined arena of the JDK per block.
  ARENA_CONFINED("arena-confined");

  private final String label;

  Peer(String label) {
    this.label = label;
  }

  /// The name on the command line.
  ///
  /// @return for example `mimalloc`
  public String label() {
    return label;
  }

  /// Loads the peer. Its library stays loaded until the process ends.
  ///
  /// @return a candidate of the same name
  /// @throws PeerAbsentException if its library is not there, or cannot be loaded
  public Candidate load() {
    return switch (this) {
      case GLIBC -> new MallocPeer(label, MallocLibrary.glibc());
      case MIMALLOC -> new MallocPeer(label, MallocLibrary.mimalloc());
      case JEMALLOC -> new MallocPeer(label, MallocLibrary.jemalloc());
      case TCMALLOC -> new MallocPeer(label, MallocLibrary.tcmalloc());
      case ARENA_CONFINED -> new ArenaPeer(label, MallocLibrary.trimming());
    };
  }

  /// The peer of a name.
  ///
  /// @param label a name on the command line
  /// @return empty where there is none
  public static Optional<Peer> of(String label) {
    return Arrays.stream(values()).filter(peer -> peer.label.equals(label)).findFirst();
  }

  /// All names.
  ///
  /// @return in the order of the constants
  public static List<String> labels() {
    return Arrays.stream(values()).map(Peer::label).toList();
  }
}
