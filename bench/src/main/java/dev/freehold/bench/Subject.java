package dev.freehold.bench;

import dev.freehold.lab.peer.Peer;
import dev.freehold.lab.replay.AllocatorKind;
import dev.freehold.lab.replay.Candidate;

/// What is measured: an allocator or a peer, by its name on the command line.
final class Subject {
  private Subject() {}

  static Candidate of(String name) {
    return AllocatorKind.of(name)
        .<Candidate>map(kind -> kind.candidate(Long.MAX_VALUE))
        .or(() -> Peer.of(name).map(Peer::load))
        .orElseThrow(() -> new IllegalArgumentException("no allocator or peer is called " + name));
  }
}
