package dev.freehold.profile;

/// What one stack took of one heap.
///
/// @param heap its name
/// @param stack where blocks were taken
/// @param counts how many, and how many bytes
public record Row(String heap, Stack stack, Counts counts) {}
