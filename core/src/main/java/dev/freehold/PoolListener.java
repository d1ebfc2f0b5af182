package dev.freehold;

/// Told of the leases of a pool that are not returned.
@FunctionalInterface
public interface PoolListener {
  /// Logs each report as a warning of the system logger `dev.freehold.Pool`.
  PoolListener LOG =
      report ->
          System.getLogger(Pool.class.getName()).log(System.Logger.Level.WARNING, report::message);

  /// Receives a report: from [Pool#close], after the pool is closed, or from the call of the pool
  /// that noticed a dropped lease, after its work is done. What it throws comes out of that call; a
  /// test throws to fail on a forgotten lease.
  ///
  /// @param report what is not returned, at least one lease
  void held(PoolReport report);
}
