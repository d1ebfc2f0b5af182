package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// A block that is taken and not yet closed.
///
/// @param address where it starts
/// @param bytes what was asked for
/// @param taken where it was taken, or `null` where that is not recorded
/// @param taker whom the [Attribution] put it down to, or `null` for nobody, or where that is not
///   recorded
public record HeldBlock(long address, long bytes, @Nullable Site taken, @Nullable Object taker) {}
