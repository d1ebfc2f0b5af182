package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Policies;
import dev.freehold.paging.policy.ReplacementPolicy;
import dev.freehold.paging.policy.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Computes cells on threads of this process, as many at once as fit into the memory limit.
///
/// @param threads at least 1
public record LocalEngine(int threads) implements PageEngine {
  /// An engine with a thread for each processor.
  public static LocalEngine ofProcessors() {
    return new LocalEngine(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public List<CellResult> run(
      PageTrace trace, List<Cell> cells, long memoryLimit, CellProgress progress) {
    return run(trace, cells, gate(trace, cells, memoryLimit), progress);
  }

  /// The gate that leaves a trace its own memory and every cell enough to pass.
  static MemoryGate gate(PageTrace trace, List<Cell> cells, long memoryLimit) {
    boolean looksAhead = cells.stream().anyMatch(Cell::looksAhead);
    long own = (looksAhead ? 8L : 4L) * trace.length() + 8L * trace.distinct();
    for (Cell cell : cells) {
      if (own + cell.bytes(trace) > memoryLimit) {
        throw new IllegalArgumentException(
            "%s with %,d frames on %s needs %,d bytes of memory, and the limit is %,d bytes; raise it or ask for less"
                .formatted(
                    cell.policy().policy(),
                    cell.size(),
                    trace.name(),
                    own + cell.bytes(trace),
                    memoryLimit));
      }
    }
    return new MemoryGate(memoryLimit - own);
  }

  List<CellResult> run(
      PageTrace trace, List<Cell> cells, MemoryGate memory, CellProgress progress) {
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    try {
      List<Future<CellResult>> running = new ArrayList<>();
      for (Cell cell : cells) {
        running.add(
            pool.submit(() -> {
              long bytes = cell.bytes(trace);
              memory.take(bytes);
              try {
                synchronized (progress) {
                  progress.begins(trace.name(), cell);
                }
                return compute(trace, cell);
              } finally {
                memory.give(bytes);
              }
            }));
      }
      List<CellResult> results = new ArrayList<>();
      for (Future<CellResult> cell : running) {
        results.add(cell.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before all cells were computed", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static CellResult compute(PageTrace trace, Cell cell) {
    Requests requests = trace.requests();
    ReplacementPolicy policy = cell.policy().open(requests, cell.size());
    return cell.policy().space() == Policies.Space.VARIABLE
        ? variable(trace.name(), cell, requests, policy)
        : fixed(trace.name(), cell, requests, policy);
  }

  private static CellResult fixed(
      String trace, Cell cell, Requests requests, ReplacementPolicy policy) {
    return new CellResult(trace, cell, requests.length(), requests.misses(policy), Double.NaN);
  }

  private static CellResult variable(
      String trace, Cell cell, Requests requests, ReplacementPolicy policy) {
    long misses = 0;
    long pageTime = 0;
    for (int page : requests.pages()) {
      misses += policy.request(page) ? 0 : 1;
      pageTime += policy.resident();
    }
    double mean = (double) pageTime / requests.length();
    return new CellResult(trace, cell, requests.length(), misses, mean);
  }
}
