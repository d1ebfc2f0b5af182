package dev.freehold.lab.spark;

/// An endless seeded sequence of requests: the same seed, the same requests.
@FunctionalInterface
interface Profile {
  /// The page requested next, from 0 to one below the bound that the profile was made for.
  int next();
}
