package dev.freehold.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Buffers at constant offsets of one block of memory.
///
/// Made before the program needs any of it, at build time or at start; from then on taking a buffer
/// is an addition. Immutable, and so for any threads.
public final class Plan {
  private final Solution solution;
  private final Map<String, Integer> index = new HashMap<>();
  private final long alignment;

  private Plan(Solution solution) {
    this.solution = solution;
    long most = 1;
    List<Buffer> buffers = solution.problem().buffers();
    for (int b = 0; b < buffers.size(); b++) {
      index.put(buffers.get(b).id(), b);
      most = Math.max(most, buffers.get(b).alignment());
    }
    alignment = most;
  }

  /// Begins a plan in code.
  ///
  /// @param name what to call it in messages
  /// @return an empty draft without a capacity
  public static Draft named(String name) {
    return new Draft(name);
  }

  /// The plan of a solution.
  ///
  /// @param solution that fits
  /// @return a plan
  /// @throws InfeasiblePlanException if it does not fit
  public static Plan of(Solution solution) {
    if (!solution.fits()) {
      throw new InfeasiblePlanException(solution);
    }
    return new Plan(solution);
  }

  /// The static plan that an allocation trace could have had. Buffer `i` is block `i`.
  ///
  /// @param name what to call it
  /// @param lower when each block was allocated
  /// @param upper when it was freed; the end of the trace where it never was
  /// @param bytes how many it has
  /// @return the lowest plan found in a minute
  public static Plan fromTrace(String name, long[] lower, long[] upper, long[] bytes) {
    SolverConfig config = SolverConfig.DEFAULT.withGoal(SolverConfig.Goal.MINIMIZE);
    return of(Solver.solve(Problem.ofTrace(name, lower, upper, bytes), config));
  }

  /// The size of the block.
  ///
  /// @return bytes
  public long bytes() {
    return solution.height();
  }

  /// What the address of the block is to be a multiple of, so that each buffer has its alignment.
  ///
  /// @return the largest alignment of a buffer, at least 1
  public long alignment() {
    return alignment;
  }

  /// How the plan was found.
  ///
  /// @return the solution
  public Solution solution() {
    return solution;
  }

  /// Where a buffer lies.
  ///
  /// @param buffer its number: its index in the problem, or the order of its declaration
  /// @return bytes from the start of the block
  public long offset(int buffer) {
    return solution.offset(buffer);
  }

  /// Where a buffer lies.
  ///
  /// @param id what it is called
  /// @return bytes from the start of the block
  public long offset(String id) {
    return solution.offset(number(id));
  }

  /// The number of a buffer, with which it is found fastest.
  ///
  /// @param id what it is called
  /// @return its index in the problem
  /// @throws IllegalArgumentException if the plan has no such buffer
  public int number(String id) {
    Integer number = index.get(id);
    if (number == null) {
      throw new IllegalArgumentException(
          "the plan %s has no buffer %s: declare it, or use one of the %d ids that it has"
              .formatted(solution.problem().name(), id, index.size()));
    }
    return number;
  }

  /// Takes memory for the plan.
  ///
  /// @param checks what is watched while it is used
  /// @return one block, zeroed
  /// @throws dev.freehold.os.OsException if the system refuses the memory
  public PlanMemory open(PlanMemory.Checks checks) {
    return PlanMemory.open(this, checks);
  }

  /// Declares buffers, then solves. Not for use by several threads.
  public static final class Draft {
    private final String name;
    private final List<Buffer> buffers = new ArrayList<>();
    private long capacity = Problem.UNLIMITED;

    private Draft(String name) {
      this.name = name;
    }

    /// Declares a buffer. The first has number 0, the next 1, and so on.
    ///
    /// @param id what it is called
    /// @param lower the first moment at which it is live
    /// @param upper the first moment at which it is live no more
    /// @param size bytes
    /// @return this draft
    public Draft buffer(String id, long lower, long upper, long size) {
      return buffer(Buffer.of(id, lower, upper, size));
    }

    /// Declares a buffer with all that a buffer can have.
    ///
    /// @param buffer what to place
    /// @return this draft
    public Draft buffer(Buffer buffer) {
      buffers.add(buffer);
      return this;
    }

    /// Limits the block. Without a limit the plan is made as low as can be.
    ///
    /// @param bytes the most that it may have
    /// @return this draft
    public Draft capacity(long bytes) {
      capacity = bytes;
      return this;
    }

    /// Solves in up to a minute: to fit where there is a capacity, else to the least height.
    ///
    /// @return a plan
    /// @throws InfeasiblePlanException if there is none, or none was found in time
    /// @throws IllegalArgumentException if two buffers have one id
    public Plan solve() {
      return solve(
          SolverConfig.DEFAULT.withGoal(
              capacity == Problem.UNLIMITED ? SolverConfig.Goal.MINIMIZE : SolverConfig.Goal.FIT));
    }

    /// Solves.
    ///
    /// @param config how
    /// @return a plan
    /// @throws InfeasiblePlanException if there is none, or none was found in time
    /// @throws IllegalArgumentException if two buffers have one id
    public Plan solve(SolverConfig config) {
      return of(Solver.solve(new Problem(name, buffers, capacity), config));
    }
  }
}
