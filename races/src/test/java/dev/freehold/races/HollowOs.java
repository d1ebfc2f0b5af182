package dev.freehold.races;

import dev.freehold.os.Access;
import dev.freehold.os.Advice;
import dev.freehold.os.Os;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// An operating system that hands out addresses without memory, and counts the reservations.
///
/// A heap over it is opened in microseconds, so that a race can be run for each of a million heaps.
/// Its blocks must not be touched.
public final class HollowOs implements Os {
  private static final AtomicLong NEXT = new AtomicLong(1L << 40);

  private final AtomicInteger reserved = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();

  /// A system with nothing reserved.
  public HollowOs() {}

  /// How many reservations were made and not yet released.
  int mapped() {
    return reserved.get() - released.get();
  }

  /// How many times a reservation was released.
  int released() {
    return released.get();
  }

  @Override
  public String name() {
    return "hollow";
  }

  @Override
  public long pageBytes() {
    return 4096;
  }

  @Override
  public int addressBits() {
    return 0;
  }

  @Override
  public long reserve(long bytes, long alignment) {
    reserved.incrementAndGet();
    return NEXT.getAndAdd(bytes + alignment) + alignment - 1 & -alignment;
  }

  @Override
  public boolean reserveAt(long address, long bytes) {
    return false;
  }

  @Override
  public void commit(long address, long bytes) {}

  @Override
  public boolean decommit(long address, long bytes) {
    return true;
  }

  @Override
  public void release(long address, long bytes) {
    released.incrementAndGet();
  }

  @Override
  public boolean protect(long address, long bytes, Access access) {
    return false;
  }

  @Override
  public boolean seal(long address, long bytes) {
    return false;
  }

  @Override
  public boolean guard(long address, long bytes) {
    return false;
  }

  @Override
  public void unguard(long address, long bytes) {}

  @Override
  public boolean lock(long address, long bytes) {
    return false;
  }

  @Override
  public boolean hide(long address, long bytes) {
    return false;
  }

  @Override
  public boolean advise(long address, long bytes, Advice advice) {
    return false;
  }

  @Override
  public OptionalLong residentBytes(long address, long bytes) {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong mapLimit() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong lockLimit() {
    return OptionalLong.empty();
  }
}
