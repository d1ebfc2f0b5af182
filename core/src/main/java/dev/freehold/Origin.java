package dev.freehold;

import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// Who takes a recorded block.
///
/// @param site where, or `null` where stacks are left out
/// @param sample what the block stands for
/// @param tether what its owner holds; `null` where it is owned by address alone
record Origin(@Nullable Site site, Sample sample, @Nullable Tether tether) {}
