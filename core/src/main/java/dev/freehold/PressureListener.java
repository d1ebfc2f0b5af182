package dev.freehold;

/// Told when a level of pressure changes.
@FunctionalInterface
public interface PressureListener {
  /// Receives the change, on the thread that caused it, or that was first to see it once a heap had
  /// committed. It holds no lock of the budget and none of a heap: memory may be given back, and
  /// even taken, from here. What it throws is logged and goes no further. Changes that two threads
  /// cause at nearly the same time may arrive in either order; [Budget#level] says which is in
  /// force.
  ///
  /// @param pressure what changed
  void changed(Pressure pressure);
}
