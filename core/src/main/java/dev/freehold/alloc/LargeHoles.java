package dev.freehold.alloc;

import java.util.Arrays;

/// The holes of 64 granules and more, ordered by size and then by address: a zip tree. The hole at
/// the end of the tiling, the wilderness, is not among them.
///
/// A hole that large reaches beyond the leaf it starts in, so at most one starts in each leaf of a
/// [Tiling], and the leaf's number serves as the node's: the tree is three arrays indexed by leaf,
/// and no node is ever allocated.
///
/// A zip tree (Tarjan, Levy and Timmel, "Zip trees", ACM Transactions on Algorithms 17, 2021) is a
/// binary search tree by key that is also a heap by rank; ranks are geometric, here the trailing
/// zeros of a hash of the leaf. Insertion unzips the search path below the new node, deletion zips
/// the two paths below the old one: no rotations, no parents. Expected depth is about 1.5 log2 of
/// the number of holes.
///
/// ```text
/// key = size << 32 | granule        rank = trailing zeros of hash(leaf)
/// ```
///
/// Invariants:
///
/// ```text
/// keys of the left subtree < key < keys of the right subtree
/// rank of the left child < rank; rank of the right child <= rank
/// ```
final class LargeHoles {
  private static final int NONE = 0;

  private final Tiling tiling;
  private long[] keys = new long[1]; // by node, which is leaf + 1
  private int[] lefts = new int[1];
  private int[] rights = new int[1];
  private int root;

  LargeHoles(Tiling tiling) {
    this.tiling = tiling;
  }

  /// Makes room for leaves below a bound, in amortised constant time per leaf.
  void grow(int leaves) {
    if (keys.length <= leaves) {
      int length = Math.max(leaves + 1, keys.length * 2);
      int[] moreLefts = Arrays.copyOf(lefts, length);
      int[] moreRights = Arrays.copyOf(rights, length);
      keys = Arrays.copyOf(keys, length);
      lefts = moreLefts;
      rights = moreRights;
    }
  }

  private static long key(int granule, int size) {
    return (long) size << 32 | granule;
  }

  private static int rank(int node) {
    return Integer.numberOfTrailingZeros(node * 0x9E3779B9 >>> 7 | 1 << 24);
  }

  void added(int granule, int size) {
    int node = (granule >>> 6) + 1;
    long key = key(granule, size);
    int rank = rank(node);
    keys[node] = key;
    int parent = NONE;
    int at = root;
    while (at != NONE && (rank < rank(at) || rank == rank(at) && key > keys[at])) {
      parent = at;
      at = key < keys[at] ? lefts[at] : rights[at];
    }
    link(parent, key, node);
    unzip(at, node, key);
  }

  /// Splits the tree below a node into the keys before and after it.
  private void unzip(int subtree, int node, long key) {
    int at = subtree;
    int before = NONE; // the last node of the left spine, NONE while it is empty
    int after = NONE; // the last node of the right spine
    lefts[node] = NONE;
    rights[node] = NONE;
    while (at != NONE) {
      if (keys[at] < key) {
        if (before == NONE) {
          lefts[node] = at;
        } else {
          rights[before] = at;
        }
        before = at;
        at = rights[at];
      } else {
        if (after == NONE) {
          rights[node] = at;
        } else {
          lefts[after] = at;
        }
        after = at;
        at = lefts[at];
      }
    }
    if (before != NONE) {
      rights[before] = NONE;
    }
    if (after != NONE) {
      lefts[after] = NONE;
    }
  }

  void removed(int granule, int size) {
    long key = key(granule, size);
    int parent = NONE;
    int at = root;
    while (keys[at] != key) {
      parent = at;
      at = key < keys[at] ? lefts[at] : rights[at];
    }
    zip(parent, key, lefts[at], rights[at]);
  }

  /// Merges two neighbouring trees in the place of the node that they hung from.
  private void zip(int parent, long key, int before, int after) {
    int low = before;
    int high = after;
    int last = NONE;
    boolean lastIsLow = false;
    while (low != NONE || high != NONE) {
      boolean takeLow = high == NONE || low != NONE && rank(low) >= rank(high);
      int next = takeLow ? low : high;
      if (last == NONE) {
        link(parent, key, next);
      } else if (lastIsLow) {
        rights[last] = next;
      } else {
        lefts[last] = next;
      }
      last = next;
      lastIsLow = takeLow;
      if (low == NONE || high == NONE) {
        return; // the rest of the one that is left hangs together already
      }
      if (takeLow) {
        low = rights[low];
      } else {
        high = lefts[high];
      }
    }
    if (last == NONE) {
      link(parent, key, NONE);
    }
  }

  private void link(int parent, long key, int child) {
    if (parent == NONE) {
      root = child;
    } else if (key < keys[parent]) {
      lefts[parent] = child;
    } else {
      rights[parent] = child;
    }
  }

  /// The start of the lowest hole of the smallest size from one on, or -1.
  int smallest(int granules) {
    long key = key(0, granules);
    int found = NONE;
    for (int at = root; at != NONE; ) {
      if (keys[at] >= key) {
        found = at;
        at = lefts[at];
      } else {
        at = rights[at];
      }
    }
    return found == NONE ? -1 : (int) keys[found];
  }

  /// The size of the largest hole, 0 where there is none.
  int largest() {
    if (root == NONE) {
      return 0;
    }
    int at = root;
    while (rights[at] != NONE) {
      at = rights[at];
    }
    return (int) (keys[at] >>> 32);
  }

  long metadataBytes() {
    return (long) keys.length * (Long.BYTES + 2 * Integer.BYTES);
  }

  /// Checks the order and the ranks, and that the tree holds exactly the large holes of the tiling.
  void verify() {
    int holes = 0;
    for (int leaf = 0; leaf << 6 < tiling.end(); leaf++) {
      for (long bits = tiling.holesIn(leaf); bits != 0; bits &= bits - 1) {
        int bit = Long.numberOfTrailingZeros(bits);
        int size = tiling.holeSize(leaf, bit);
        if (size >= SmallHoles.BOUND && (leaf << 6) + bit + size != tiling.end()) {
          holes++;
          Invariant.check(
              keys[leaf + 1] == key((leaf << 6) + bit, size), "the large hole of leaf %d", leaf);
        }
      }
    }
    int nodes = verify(root, Long.MIN_VALUE, Long.MAX_VALUE);
    Invariant.check(nodes == holes, "%d nodes for %d large holes", nodes, holes);
  }

  private int verify(int node, long above, long below) {
    if (node == NONE) {
      return 0;
    }
    Invariant.check(keys[node] > above && keys[node] < below, "the order at leaf %d", node - 1);
    Invariant.check(
        lefts[node] == NONE || rank(lefts[node]) < rank(node),
        "the left rank at leaf %d",
        node - 1);
    Invariant.check(
        rights[node] == NONE || rank(rights[node]) <= rank(node),
        "the right rank at leaf %d",
        node - 1);
    return 1 + verify(lefts[node], above, keys[node]) + verify(rights[node], keys[node], below);
  }
}
