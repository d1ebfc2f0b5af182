package dev.freehold.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A program of three heaps that takes and frees sampled blocks at random, from stacks of random
/// calls, and keeps its own count of what it did.
final class RandomProgram implements Runnable {
  private static final int STEPS = 1_500;
  private static final List<String> HEAPS = List.of("orders", "cache", "a heap with ; and 7");

  private final Random random;
  private final List<Block> live = new ArrayList<>();
  private long next;
  double takenBlocks;
  double takenBytes;

  private record Block(String heap, long sample, long size, double weight) {}

  RandomProgram(long seed) {
    this.random = new Random(seed);
  }

  double liveBlocks() {
    return live.stream().mapToDouble(Block::weight).sum();
  }

  double liveBytes() {
    return live.stream().mapToDouble(block -> block.weight * block.size).sum();
  }

  @Override
  public void run() {
    for (int step = 0; step < STEPS; step++) {
      if (!live.isEmpty() && random.nextInt(10) < 4) {
        Block block = live.remove(random.nextInt(live.size()));
        if (random.nextBoolean()) {
          Recorded.free(block.heap, block.sample, random.nextInt(1 << 20));
        } else {
          Recorded.freeTemporary(block.heap, block.sample, random.nextInt(1 << 20));
        }
      } else {
        first(random.nextInt(6));
      }
    }
  }

  private void first(int depth) {
    if (random.nextBoolean()) {
      second(depth);
    } else {
      third(depth);
    }
  }

  private void second(int depth) {
    if (depth == 0) {
      take();
    } else {
      first(depth - 1);
    }
  }

  private void third(int depth) {
    if (depth <= 1) {
      take();
    } else {
      second(depth - 1);
    }
  }

  private void take() {
    String heap = HEAPS.get(random.nextInt(HEAPS.size()));
    long size = 1L + random.nextInt(1 << random.nextInt(1, 20));
    double weight = 1 + random.nextDouble() * random.nextInt(100);
    live.add(new Block(heap, next, size, weight));
    takenBlocks += weight;
    takenBytes += weight * size;
    Recorded.take(heap, next++, size, weight);
  }
}
