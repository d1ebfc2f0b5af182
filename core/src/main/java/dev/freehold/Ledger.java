package dev.freehold;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The records of blocks by address: those that live, and those whose addresses wait.
///
/// An open hash table with linear probing in each of [#SHARDS] shards, each under a lock of its own.
///
/// ```text
/// shard 5   | . | r | r | . | . | r | ..     r at hash(address), or at the next free place behind
/// ```
///
/// Invariants: from the hash of a record's address to its place there is no gap; a shard is at most
/// half full.
final class Ledger {
  private static final int SHARDS = 16;
  private static final int FIRST_CAPACITY = 64;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final Shard[] shards = new Shard[SHARDS];

  Ledger() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  private static long hash(long address) {
    return (address >>> 4) * GOLDEN;
  }

  private Shard shardOf(long hash) {
    return shards[(int) (hash >>> 60)];
  }

  void put(BlockRecord record) {
    long hash = hash(record.address);
    Shard shard = shardOf(hash);
    shard.lock.lock();
    try {
      shard.put(record, hash);
    } finally {
      shard.lock.unlock();
    }
  }

  void remove(BlockRecord record) {
    long hash = hash(record.address);
    Shard shard = shardOf(hash);
    shard.lock.lock();
    try {
      shard.remove(record, hash);
    } finally {
      shard.lock.unlock();
    }
  }

  @Nullable BlockRecord at(long address) {
    long hash = hash(address);
    Shard shard = shardOf(hash);
    shard.lock.lock();
    try {
      return shard.records[shard.find(address, hash)];
    } finally {
      shard.lock.unlock();
    }
  }

  /// Visits a copy of the records, in time linear in them.
  void forEach(Consumer<BlockRecord> action) {
    List<BlockRecord> all = new ArrayList<>();
    for (Shard shard : shards) {
      shard.lock.lock();
      try {
        for (BlockRecord record : shard.records) {
          if (record != null) {
            all.add(record);
          }
        }
      } finally {
        shard.lock.unlock();
      }
    }
    all.forEach(action);
  }

  void verify() {
    for (Shard shard : shards) {
      shard.lock.lock();
      try {
        shard.verify();
      } finally {
        shard.lock.unlock();
      }
    }
  }

  private static final class Shard {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable BlockRecord[] records = new BlockRecord[FIRST_CAPACITY];
    int size;

    int indexOf(long hash) {
      return (int) (hash >>> 28) & records.length - 1;
    }

    int find(long address, long hash) {
      int index = indexOf(hash);
      BlockRecord there = records[index];
      while (there != null && there.address != address) {
        index = index + 1 & records.length - 1;
        there = records[index];
      }
      return index;
    }

    void put(BlockRecord record, long hash) {
      if (2 * (size + 1) > records.length) {
        grow();
      }
      records[find(record.address, hash)] = record;
      size++;
    }

    private void grow() {
      @Nullable BlockRecord[] before = records;
      records = new BlockRecord[2 * before.length];
      for (BlockRecord record : before) {
        if (record != null) {
          records[find(record.address, hash(record.address))] = record;
        }
      }
    }

    /// Removes, and moves those behind it up whose way would else have a gap.
    void remove(BlockRecord record, long hash) {
      int gap = find(record.address, hash);
      if (records[gap] == null) {
        return;
      }
      int mask = records.length - 1;
      int index = gap;
      while (true) {
        index = index + 1 & mask;
        BlockRecord next = records[index];
        if (next == null) {
          break;
        }
        int home = indexOf(hash(next.address));
        if ((index - home & mask) >= (index - gap & mask)) {
          records[gap] = next;
          gap = index;
        }
      }
      records[gap] = null;
      size--;
    }

    void verify() {
      int count = 0;
      for (int i = 0; i < records.length; i++) {
        BlockRecord record = records[i];
        if (record != null) {
          count++;
          if (find(record.address, hash(record.address)) != i) {
            throw new IllegalStateException(
                "broken invariant: the record of 0x%x is not found at its place"
                    .formatted(record.address));
          }
        }
      }
      if (count != size || 2 * size > records.length) {
        throw new IllegalStateException(
            "broken invariant: %d records in a shard of %d, counted %d"
                .formatted(size, records.length, count));
      }
    }
  }
}
