/// Reserved ranges of addresses and the memory behind them.
///
/// ```java
/// try (Region region = Region.reserve(RegionConfig.ofReserve(64L << 30))) { // 64 GiB of addresses
///   region.commit(0, 1 << 20); // 1 MiB of memory
///   Memory.setLong(region.base(), 42);
///   region.decommit(0, 1 << 20);
/// }
/// ```
///
/// A *region* is a range of addresses. Part of it is *committed*: the operating system has promised
/// memory for it. Part of that is *resident*: in physical memory now. Commitment moves in *steps*.
package dev.freehold.region;
