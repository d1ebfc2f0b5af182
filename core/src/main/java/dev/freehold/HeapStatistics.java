package dev.freehold;

import dev.freehold.alloc.Statistics;

/// The exact figures of a heap at one moment.
///
/// @param heap the name of the heap
/// @param reservedBytes the addresses it may use
/// @param limitBytes the most bytes it may commit at once
/// @param blocks the figures of its blocks and holes
public record HeapStatistics(String heap, long reservedBytes, long limitBytes, Statistics blocks) {}
