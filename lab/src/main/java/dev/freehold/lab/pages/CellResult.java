package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Policies;

/// What one policy at one size made of a trace.
///
/// @param trace its name
/// @param cell the policy and its size
/// @param requests of the trace
/// @param misses how many of them missed
/// @param meanPages how many pages were resident, on average over the requests; for a fixed space,
///   where that is the size once it is full, not a number
public record CellResult(String trace, Cell cell, long requests, long misses, double meanPages) {
  /// The share of the requests that missed.
  public double ratio() {
    return (double) misses / requests;
  }

  /// Whether the policy decides itself how many pages are resident.
  public boolean isVariable() {
    return cell.policy().space() == Policies.Space.VARIABLE;
  }
}
