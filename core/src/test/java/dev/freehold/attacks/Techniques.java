package dev.freehold.attacks;

import dev.freehold.attacks.Technique.Primitive;
import dev.freehold.os.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/// The 35 techniques that how2heap collects (shellphish, 2026), re-done by meaning.
///
/// Small blocks stand for the bins without coalescing, middle ones for those with, large ones for
/// blocks that C libraries map by themselves.
final class Techniques {
  private static final long SMALL = 32;
  private static final long MIDDLE = 256;
  private static final long LARGE = 2048;
  private static final long MAPPED = 100_000;
  private static final long FORGED_SIZE = 0x1001;

  private Techniques() {}

  static final List<Technique> ALL =
      List.of(
          found("fastbin_dup", Primitive.DOUBLE_FREE, g -> doubleFree(g, SMALL)),
          found(
              "fastbin_dup_into_stack",
              Primitive.DOUBLE_FREE,
              g -> {
                doubleFree(g, SMALL);
                long p = g.take(SMALL);
                Memory.setLong(p, g.target() - 16);
                g.drain(SMALL);
              }),
          found(
              "fastbin_dup_consolidate",
              Primitive.DOUBLE_FREE,
              g -> {
                long p = g.take(SMALL);
                g.free(p);
                g.take(LARGE);
                g.free(p);
                g.drain(SMALL);
              }),
          found(
              "tcache_dup",
              Primitive.DOUBLE_FREE,
              g -> {
                long p = g.take(SMALL);
                g.free(p);
                g.free(p);
                g.drain(SMALL);
              }),
          found(
              "house_of_botcake",
              Primitive.DOUBLE_FREE,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                row.subList(0, 7).forEach(g::free);
                g.free(row.get(9));
                g.free(row.get(8));
                g.free(row.get(9));
                g.drain(2 * MIDDLE);
              }),
          found("tcache_poisoning", Primitive.LINK, g -> link(g, SMALL, 0)),
          found("fastbin_reverse_into_tcache", Primitive.LINK, g -> linkAll(g, SMALL)),
          found("tcache_stashing_unlink_attack", Primitive.LINK, g -> link(g, SMALL, 8)),
          found("house_of_lore", Primitive.LINK, g -> link(g, MIDDLE, 8)),
          found("large_bin_attack", Primitive.LINK, g -> link(g, LARGE, 24)),
          found("unsorted_bin_attack", Primitive.LINK, g -> link(g, MIDDLE, 8)),
          found(
              "unsorted_bin_into_stack",
              Primitive.LINK,
              g -> {
                long p = g.take(MIDDLE);
                g.free(p);
                Memory.setLong(p, FORGED_SIZE);
                Memory.setLong(p + 8, g.target() - 16);
                g.drain(MIDDLE);
              }),
          found(
              "house_of_storm",
              Primitive.LINK,
              g -> {
                link(g, LARGE, 8);
                link(g, LARGE, 24);
              }),
          found(
              "house_of_roman",
              Primitive.LINK,
              g -> {
                long p = g.take(SMALL);
                g.free(p);
                Memory.setByte(p, (byte) g.target()); // the lowest bytes alone
                Memory.setByte(p + 1, (byte) (g.target() >>> 8));
                g.drain(SMALL);
              }),
          found("house_of_io", Primitive.LINK, g -> link(g, SMALL, 8)),
          found(
              "house_of_water",
              Primitive.LINK,
              g -> {
                linkAll(g, SMALL);
                linkAll(g, MIDDLE);
              }),
          found(
              "overlapping_chunks",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                g.free(row.get(8));
                grow(row.get(7), MIDDLE);
                g.drain(2 * MIDDLE);
              }),
          found(
              "overlapping_chunks_2",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                grow(row.get(7), MIDDLE);
                g.free(row.get(8));
                g.drain(2 * MIDDLE);
              }),
          found(
              "mmap_overlapping_chunks",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(MAPPED);
                grow(row.get(7), MAPPED);
                g.free(row.get(8));
                g.take(2 * MAPPED);
              }),
          found(
              "unsafe_unlink",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                long p = row.get(7);
                Memory.setLong(p, 0);
                Memory.setLong(p + 8, MIDDLE);
                Memory.setLong(p + 16, g.target() - 24);
                Memory.setLong(p + 24, g.target() - 16);
                Memory.setLong(p + MIDDLE, MIDDLE);
                Memory.setLong(p + MIDDLE + 8, FORGED_SIZE & -2);
                g.free(row.get(8));
                g.drain(MIDDLE);
              }),
          found(
              "house_of_force",
              Primitive.SIZE,
              g -> {
                long last = g.takeRow(MIDDLE).get(14);
                Memory.setLong(last + MIDDLE, -1);
                g.drain(LARGE);
              }),
          found(
              "house_of_orange",
              Primitive.SIZE,
              g -> {
                grow(g.takeRow(LARGE).get(14), LARGE);
                g.take(MAPPED);
                g.drain(LARGE);
              }),
          found(
              "house_of_tangerine",
              Primitive.SIZE,
              g -> {
                grow(g.takeRow(MIDDLE).get(14), MIDDLE);
                g.take(MAPPED);
                link(g, SMALL, 0);
              }),
          found(
              "sysmalloc_int_free",
              Primitive.SIZE,
              g -> {
                grow(g.takeRow(LARGE).get(14), LARGE);
                g.take(MAPPED);
              }),
          found(
              "house_of_gods",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                g.free(row.get(8));
                grow(row.get(7), MIDDLE);
                link(g, MIDDLE, 8);
              }),
          found(
              "house_of_mind_fastbin",
              Primitive.SIZE,
              g -> {
                List<Long> row = g.takeRow(SMALL);
                Memory.setLong(row.get(8) - 8, SMALL | 0x5); // of another arena, it says
                g.free(row.get(8));
                g.drain(SMALL);
              }),
          silent(
              "poison_null_byte",
              Primitive.OFF_BY_NULL,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                g.free(row.get(8));
                Memory.setByte(row.get(7) + MIDDLE, (byte) 0);
                g.drain(2 * MIDDLE);
              }),
          silent(
              "house_of_einherjar",
              Primitive.OFF_BY_NULL,
              g -> {
                List<Long> row = g.takeRow(MIDDLE);
                long p = row.get(7);
                Memory.setLong(p + 8, MIDDLE);
                Memory.setLong(p + 16, p);
                Memory.setLong(p + 24, p);
                Memory.setLong(p + MIDDLE - 8, MIDDLE);
                Memory.setByte(p + MIDDLE, (byte) 0);
                g.free(row.get(8));
                g.drain(2 * MIDDLE);
              }),
          found(
              "house_of_spirit",
              Primitive.FORGED_BLOCK,
              g -> {
                g.free(g.target());
                g.drain(0x30);
              }),
          found(
              "tcache_house_of_spirit",
              Primitive.FORGED_BLOCK,
              g -> {
                g.free(g.target());
                g.drain(0x38);
              }),
          found(
              "tcache_metadata_poisoning",
              Primitive.TABLES,
              g -> {
                tables(g, g.target());
                g.drain(SMALL);
              }),
          found(
              "tcache_metadata_hijacking",
              Primitive.TABLES,
              g -> {
                link(g, MIDDLE, 8);
                tables(g, g.target());
                g.drain(MIDDLE);
              }),
          found(
              "tcache_relative_write",
              Primitive.TABLES,
              g -> {
                List<Long> row = g.takeRow(LARGE);
                Memory.setLong(row.get(7) + LARGE + 8, 0x4141);
                g.free(row.get(7));
                g.drain(LARGE);
              }),
          silent("decrypt_safe_linking", Primitive.LEAK, Techniques::readLinks),
          found(
              "safe_link_double_protect",
              Primitive.LINK,
              g -> {
                long p = g.take(SMALL);
                long q = g.take(SMALL);
                g.free(p);
                g.free(q);
                Memory.setLong(q, p >>> 12 ^ g.target());
                Memory.setLong(p, q >>> 12 ^ p >>> 24 ^ g.target());
                g.drain(SMALL);
              }));

  private static Technique found(String name, Primitive primitive, Consumer<Ground> body) {
    return new Technique(name, primitive, true, body);
  }

  private static Technique silent(String name, Primitive primitive, Consumer<Ground> body) {
    return new Technique(name, primitive, false, body);
  }

  private static void doubleFree(Ground ground, long bytes) {
    long a = ground.take(bytes);
    long b = ground.take(bytes);
    ground.free(a);
    ground.free(b);
    ground.free(a);
    ground.drain(bytes);
  }

  /// Overwrites a word of a freed block, where a link would be.
  private static void link(Ground ground, long bytes, long offset) {
    long p = ground.take(bytes);
    ground.free(p);
    Memory.setLong(p + offset, ground.target());
    ground.churn(bytes);
    ground.drain(bytes);
  }

  private static void linkAll(Ground ground, long bytes) {
    List<Long> freed = new ArrayList<>(ground.takeRow(bytes));
    freed.forEach(ground::free);
    freed.forEach(p -> Memory.setLong(p, ground.target()));
    ground.drain(bytes);
  }

  /// Overwrites what follows a block: the size of its neighbor.
  private static void grow(long address, long bytes) {
    Memory.setLong(address + bytes, bytes);
    Memory.setLong(address + bytes + 8, FORGED_SIZE);
  }

  /// Writes in front of the lowest block, where a C library keeps the tables of a thread.
  private static void tables(Ground ground, long value) {
    long p = ground.takeRow(SMALL).get(1);
    Memory.setLong(p - 16, value);
    Memory.setLong(p - 8, value);
  }

  /// Freed blocks tell no address.
  private static void readLinks(Ground ground) {
    List<Long> row = ground.takeRow(SMALL);
    row.forEach(p -> Memory.fill(p, SMALL, (byte) 7));
    row.forEach(ground::free);
    for (long p : row) {
      for (long at = 0; at < SMALL; at += 8) {
        long word = Memory.getLong(p + at);
        Assertions.assertThat(row).doesNotContain(word, word ^ p >>> 12);
        Assertions.assertThat(word).isIn(0x0707_0707_0707_0707L, 0xDEDE_DEDE_DEDE_DEDEL);
      }
    }
    ground.drain(SMALL);
  }
}
