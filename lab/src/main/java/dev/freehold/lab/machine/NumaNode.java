package dev.freehold.lab.machine;

/// A NUMA node: memory, and the processors nearest to it.
///
/// @param number as the system counts
/// @param bytes of memory, 0 where unknown
/// @param processors as the system writes a list
public record NumaNode(int number, long bytes, String processors) {}
