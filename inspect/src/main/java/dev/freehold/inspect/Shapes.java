package dev.freehold.inspect;

import java.util.List;
import java.util.Set;

/// Tells parts by how a mapping looks and what lies beside it, where nobody claims its addresses.
///
/// ```text
/// malloc arena   rw-p, not accounted | ---p               together from 64 MiB to 64 MiB
/// stack          ---p, some pages    | rw-p               a guard below, the stack above it
/// metaspace      rw-p, accounted     | ---p | rw-p | ...  together from 64 MiB to 64 MiB
/// code           rwxp
/// Java heap      below 32 GiB, where compressed pointers reach
/// ```
final class Shapes {
  private static final long ARENA = 64L << 20; // HEAP_MAX_SIZE of the GNU C library
  private static final long MOST_GUARD = 1 << 20;
  private static final long MOST_STACK = 1L << 30;
  private static final long COMPRESSED = 32L << 30;
  private static final String ARCHIVE = ".jsa";

  private final List<Mapping> mappings;
  private final Set<String> libraries;
  private final boolean accounting; // off where the kernel never overcommits
  private final Claims claims;

  /// @param mappings in the order of addresses
  /// @param claims that these add to
  Shapes(List<Mapping> mappings, Claims claims) {
    this.mappings = mappings;
    this.libraries = Mappings.libraries(mappings);
    this.accounting = mappings.stream().anyMatch(Mapping::unaccounted);
    this.claims = claims;
  }

  /// What any program has.
  void claimOfAnyProgram() {
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      switch (mapping.file()) {
        case "[heap]" -> claim(mapping, Kind.MALLOC);
        case "[stack]" -> claim(mapping, Kind.THREADS);
        default -> {
          if (libraries.contains(mapping.file())) {
            claim(mapping, Kind.LIBRARIES);
          } else {
            claimAnonymous(i, mapping);
          }
        }
      }
    }
  }

  private void claimAnonymous(int i, Mapping mapping) {
    if (mapping.file().startsWith("[anon:")) {
      claimNamed(mapping);
    } else if (mapping.anonymous() && mapping.executable()) {
      claim(mapping, Kind.CODE_CACHE);
    } else if (mapping.anonymous() && mapping.readWrite()) {
      if (mapping.unaccounted() == accounting && fillsArenas(i)) {
        claim(mapping, Kind.MALLOC);
      } else if (isStack(i)) {
        claim(mapping, Kind.THREADS);
      } else if (isDataOfLibrary(i)) {
        claim(mapping, Kind.LIBRARIES);
      }
    }
  }

  /// What a JVM has, and could not be asked for.
  void claimOfJvm() {
    for (int i = 0; i < mappings.size(); i++) {
      Mapping mapping = mappings.get(i);
      if (mapping.file().contains("java_heap")) { // the memory file of ZGC
        claim(mapping, Kind.JAVA_HEAP);
      } else if (mapping.anonymous() && mapping.readWrite() && !claims.touches(mapping)) {
        if (mapping.from() < COMPRESSED) {
          boolean ofArchive = runHasArchiveFirst(firstOfRun(i, 1));
          claim(mapping, ofArchive ? Kind.CLASS_SPACE : Kind.JAVA_HEAP);
        } else if (!mapping.unaccounted() && fillsArenas(firstOfRun(i, ARENA))) {
          claim(mapping, Kind.METASPACE);
        }
      }
      if (mapping.file().endsWith(ARCHIVE)) {
        boolean first = runHasArchiveFirst(firstOfRun(i, 1));
        claim(mapping, first ? Kind.CLASS_DATA : Kind.JAVA_HEAP);
      }
    }
  }

  private void claimNamed(Mapping mapping) {
    String name = mapping.file().substring("[anon:".length(), mapping.file().length() - 1);
    if (name.startsWith("freehold:")) {
      String heap = name.substring("freehold:".length());
      claims.claim(mapping.from(), mapping.to(), new Part(Kind.FREEHOLD, heap));
    } else if (name.startsWith("glibc: malloc")) {
      claim(mapping, Kind.MALLOC);
    }
  }

  /// Whether a run of mappings begins and ends at multiples of an arena.
  private boolean fillsArenas(int first) {
    long from = mappings.get(first).from();
    if (from % ARENA != 0) {
      return false;
    }
    long end = from;
    for (int i = first; i < mappings.size() && mappings.get(i).from() == end; i++) {
      Mapping mapping = mappings.get(i);
      if (!mapping.anonymous() || !(mapping.readWrite() || mapping.inaccessible())) {
        return false;
      }
      end = mapping.to();
      if (end % ARENA == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isStack(int i) {
    Mapping stack = mappings.get(i);
    Mapping guard = i == 0 ? stack : mappings.get(i - 1);
    return guard.inaccessible()
        && guard.anonymous()
        && !guard.unaccounted()
        && guard.to() == stack.from()
        && guard.bytes() <= MOST_GUARD
        && stack.bytes() <= MOST_STACK;
  }

  /// Whether it follows a library's last pages: variables without an initial value.
  private boolean isDataOfLibrary(int i) {
    Mapping data = mappings.get(i);
    return i > 0
        && libraries.contains(mappings.get(i - 1).file())
        && mappings.get(i - 1).to() == data.from();
  }

  /// The beginning of the neighbours that a mapping belongs to.
  ///
  /// @param alignment of an address where a run begins in any case; 1 where none does
  private int firstOfRun(int i, long alignment) {
    int first = i;
    while (first > 0
        && mappings.get(first - 1).to() == mappings.get(first).from()
        && (alignment == 1 || mappings.get(first).from() % alignment != 0)) {
      first--;
    }
    return first;
  }

  /// Whether a run begins with the archive of classes, behind at most a guard.
  private boolean runHasArchiveFirst(int first) {
    Mapping head = mappings.get(first);
    return head.file().endsWith(ARCHIVE)
        || head.inaccessible()
            && first + 1 < mappings.size()
            && mappings.get(first + 1).file().endsWith(ARCHIVE);
  }

  private void claim(Mapping mapping, Kind kind) {
    claims.claim(mapping.from(), mapping.to(), Part.of(kind));
  }
}
