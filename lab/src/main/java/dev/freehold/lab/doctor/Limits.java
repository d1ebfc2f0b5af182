package dev.freehold.lab.doctor;

import static dev.freehold.lab.doctor.Finding.limited;
import static dev.freehold.lab.doctor.Finding.missing;
import static dev.freehold.lab.doctor.Finding.ok;

import dev.freehold.lab.machine.Amount;
import dev.freehold.os.SystemFiles;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The limits of the process: addresses, committed data, locked memory, map entries.
final class Limits {
  private static final String FILE = "proc/self/limits";
  private static final long LEAST_ADDRESSES = 1L << 30; // what a JVM takes before any heap is open
  private static final long COMMON_MAPS = 65_530;

  private final SystemFiles files;

  Limits(SystemFiles files) {
    this.files = files;
  }

  Stream<Finding> findings() {
    return Stream.of(addresses(), data(), locked(), maps());
  }

  private Finding addresses() {
    OptionalLong limit = files.labelled(FILE, "Max address space");
    String remedy = "ulimit -v unlimited, or HeapConfig.withReserve with less";
    if (limit.isEmpty()) {
      return ok("address space", "unlimited", "reserves what it is told to").essential();
    }
    String found = Amount.of(limit.getAsLong());
    return limit.getAsLong() < LEAST_ADDRESSES
        ? missing("address space", found, "has no addresses to reserve", remedy).essential()
        : limited(
            "address space",
            found,
            "refuses to open a heap of the usual %s that does not fit beside the JVM"
                .formatted(Amount.of(Doctor.RESERVE)),
            remedy);
  }

  private Finding data() {
    OptionalLong limit = files.labelled(FILE, "Max data size");
    return limit.isEmpty()
        ? ok("committed data", "unlimited", "commits what it is told to")
        : limited(
            "committed data",
            Amount.of(limit.getAsLong()),
            "refuses with ENOMEM what would be committed beyond, the Java heap counted",
            "ulimit -d unlimited");
  }

  private Finding locked() {
    OptionalLong limit = files.labelled(FILE, "Max locked memory");
    String effect = "locks the memory of Secrets alone, up to that";
    return ok(
        "locked memory", limit.isEmpty() ? "unlimited" : Amount.of(limit.getAsLong()), effect);
  }

  private Finding maps() {
    OptionalLong most = files.number("proc/sys/vm/max_map_count");
    int used = files.lines("proc/self/maps").size();
    if (most.isEmpty()) {
      return limited(
          "map entries",
          "limit unknown, %,d used".formatted(used),
          "learns of the limit by refusals",
          "");
    }
    long limit = most.getAsLong();
    String found = "%,d, %,d used".formatted(limit, used);
    String effect = "joins neighbouring steps; beyond, commit and decommit refuse with ENOMEM";
    return limit >= COMMON_MAPS && used < limit / 2
        ? ok("map entries", found, effect)
        : limited(
            "map entries",
            found,
            effect,
            "sysctl -w vm.max_map_count=1048576, or larger steps: RegionConfig.withStep");
  }
}
