package dev.freehold.lab.replay;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.lab.trace.Trace;
import dev.freehold.os.Memory;
import dev.freehold.os.OsException;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One replay in which nothing is taken on trust.
///
/// | checked | when |
/// |---|---|
/// | the address is aligned, and the whole block lies in committed memory of the region | before a byte is written |
/// | every byte is as filled ([Pattern]) | when the block is freed, and at the end for those that are not |
/// | the allocator's blocks and requested bytes equal the replay's own count | at every sample, at the peak, at the end and after all is freed |
/// | the allocator's own invariants | [#VERIFICATIONS] times on the way, at the end and after all is freed |
///
/// The statistics are sampled exactly at the operation that first reaches the peak of requested
/// bytes, and at [#SAMPLES] more, evenly spaced. The worst internal fragmentation is taken over the
/// samples at which at least half of the peak is requested, since a nearly empty allocator always
/// looks fragmented; the worst external over all samples from the first such one on.
final class VerifiedPass {
  private static final int SAMPLES = 4096;
  private static final int VERIFICATIONS = 16;
  private static final long ALIGNMENT = 16;

  private final Trace trace;
  private final Demand demand;
  private final Allocator allocator;
  private final @Nullable RegionAllocator measured;
  private final long[] addresses;
  private final BitSet live = new BitSet();
  private int blocks;
  private long requested;
  private long peakRequested;
  private @Nullable Statistics atPeak;
  private boolean grown;
  private double worstInternal;
  private double worstExternal;

  private VerifiedPass(Trace trace, Demand demand, Allocator allocator) {
    this.trace = trace;
    this.demand = demand;
    this.allocator = allocator;
    this.measured = allocator instanceof RegionAllocator served ? served : null;
    this.addresses = new long[trace.allocations()];
  }

  static Verification run(Trace trace, Demand demand, Candidate candidate) {
    try (Candidate.Session session = candidate.open()) {
      return new VerifiedPass(trace, demand, session.allocator()).replay();
    } catch (OsException e) {
      return Verification.notOpened("no region could be reserved: " + e.getMessage());
    }
  }

  private Verification replay() {
    int operations = trace.operations();
    int sampled = Math.ceilDiv(Math.max(1, operations), SAMPLES);
    int verified = Math.ceilDiv(Math.max(1, operations), VERIFICATIONS);
    int at = 0;
    try {
      for (; at < operations; at++) {
        serve(at);
        if (at == demand.peakOperation()) {
          atPeak = sample(at);
        } else if (at % sampled == sampled - 1) {
          sample(at);
        }
        if (at % verified == verified - 1) {
          verify();
        }
      }
      Statistics last = statistics(operations - 1);
      freeAll();
      return verification(last, false, null);
    } catch (ReplayFailure e) {
      return failed(at, e.refused, e.text());
    } catch (OsException e) {
      return failed(at, true, refusal(at) + "; " + e.getMessage());
    } catch (OutOfMemoryError e) {
      return failed(at, true, "the Java heap is full: run with a larger -Xmx");
    } catch (RuntimeException | InternalError e) {
      return failed(at, false, "the allocator threw " + e);
    }
  }

  private void serve(int at) {
    int code = trace.code(at);
    if (code < 0) {
      check(~code, "at its free");
      free(~code);
      return;
    }
    long bytes = trace.bytes(code);
    long address = allocator.allocate(bytes, ALIGNMENT);
    if (address == Allocator.NULL) {
      throw ReplayFailure.refused(refusal(at));
    }
    checkPlace(code, address, bytes);
    addresses[code] = address;
    live.set(code);
    blocks++;
    Pattern.fill(address, bytes, code);
    requested += bytes;
    peakRequested = Math.max(peakRequested, requested);
  }

  private void free(int block) {
    allocator.free(addresses[block]);
    live.clear(block);
    blocks--;
    requested -= trace.bytes(block);
  }

  private void checkPlace(int block, long address, long bytes) {
    if (address % ALIGNMENT != 0) {
      throw ReplayFailure.wrong(
          "block %d of %d bytes is misplaced: %s is not a multiple of %d"
              .formatted(block, bytes, place(address), ALIGNMENT));
    }
    if (measured != null) {
      long offset = address - measured.region().base();
      long committed = measured.region().highestCommitted();
      if (offset < 0 || offset > committed - bytes) {
        throw ReplayFailure.wrong(
            "block %d of %d bytes is misplaced: it starts at %s, and only the %d bytes from 0 on are committed"
                .formatted(block, bytes, place(address), committed));
      }
    }
  }

  private void check(int block, String when) {
    long address = addresses[block];
    long lost = Pattern.firstLost(address, trace.bytes(block), block);
    if (lost >= 0) {
      throw ReplayFailure.wrong(
          "block %d of %d bytes, taken at operation %d, lost the byte at offset %d (%s) %s: expected 0x%02x, found 0x%02x; %s"
              .formatted(
                  block,
                  trace.bytes(block),
                  allocationOf(block) + 1,
                  lost,
                  place(address + lost),
                  when,
                  Pattern.expected(lost, block),
                  Memory.getByte(address + lost),
                  overlapping(block, address + lost)));
    }
  }

  /// Which other live block an address lies in, for a message.
  private String overlapping(int block, long address) {
    return live.stream()
        .filter(other -> other != block)
        .filter(other -> address - addresses[other] >= 0)
        .filter(other -> address - addresses[other] < trace.bytes(other))
        .mapToObj(other -> "block %d lies there too".formatted(other))
        .findFirst()
        .orElse("no other live block lies there");
  }

  private int allocationOf(int block) {
    return IntStream.range(0, trace.operations())
        .filter(at -> trace.code(at) == block)
        .findFirst()
        .orElseThrow();
  }

  /// An address as an offset from the region's base, which is the same in every run.
  private String place(long address) {
    return measured == null
        ? "address 0x%x".formatted(address)
        : "region offset %d".formatted(address - measured.region().base());
  }

  private @Nullable Statistics sample(int at) {
    Statistics now = statistics(at);
    if (now == null) {
      return null;
    }
    if (requested >= demand.peakBytes() / 2) {
      grown = true;
      worstInternal = Math.max(worstInternal, now.internalFragmentation());
    }
    if (grown) {
      worstExternal = Math.max(worstExternal, now.externalFragmentation());
    }
    return now;
  }

  /// The allocator's statistics, compared with the replay's own count.
  private @Nullable Statistics statistics(int at) {
    if (measured == null) {
      return null;
    }
    Statistics now = measured.statistics();
    if (now.requestedBytes() != requested
        || now.peakRequestedBytes() != peakRequested
        || now.blocks() != blocks) {
      throw ReplayFailure.wrong(
          "the statistics say %d blocks, %d requested bytes and a peak of %d after operation %d: the replay counts %d, %d and %d"
              .formatted(
                  now.blocks(),
                  now.requestedBytes(),
                  now.peakRequestedBytes(),
                  at + 1,
                  blocks,
                  requested,
                  peakRequested));
    }
    return now;
  }

  private void freeAll() {
    verify();
    demand.survivors().stream()
        .forEach(block -> {
          check(block, "at the end");
          free(block);
        });
    statistics(trace.operations() - 1);
    verify();
  }

  private void verify() {
    if (measured != null) {
      measured.verify();
    }
  }

  private String refusal(int at) {
    String account =
        "%d bytes refused with %d requested".formatted(trace.bytes(trace.code(at)), requested);
    if (measured != null) {
      Statistics now = measured.statistics();
      account +=
          ", %d allocated, %d committed and a largest hole of %d (%s)"
              .formatted(
                  now.allocatedBytes(),
                  now.committedBytes(),
                  now.largestHoleBytes(),
                  measured.region().refusal());
    }
    return account + "; " + Holders.largest(trace, live);
  }

  private Verification failed(int at, boolean refused, String what) {
    if (refused && measured == null) {
      // A peer's heap outlives its session, and must not burden the candidates to come.
      live.stream().forEach(block -> allocator.free(addresses[block]));
    }
    int operation = Math.min(at + 1, trace.operations());
    String where = "operation %d of %d: ".formatted(operation, trace.operations());
    return verification(measured == null ? null : measured.statistics(), refused, where + what);
  }

  private Verification verification(
      @Nullable Statistics last, boolean refused, @Nullable String failure) {
    double none = last == null ? Double.NaN : 0;
    return new Verification(
        peakRequested, last, atPeak, worstInternal + none, worstExternal + none, refused, failure);
  }
}
