package dev.freehold.lab.hierarchy;

/// A level of the translation buffer: how many pages it knows, and what a page that it does not
/// know costs.
///
/// @param pages that it translates at once
/// @param bytes that these pages span
/// @param missNanos what a load of one page more takes longer than a load that hits the first level
public record Reach(long pages, long bytes, double missNanos) {}
