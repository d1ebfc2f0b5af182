package dev.freehold;

import dev.freehold.os.Access;
import dev.freehold.os.Advice;
import dev.freehold.os.Errno;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.OptionalLong;

/// This machine's operating system, with its reservations counted and, on request, refusing.
final class CountingOs implements Os {
  private final Os os = Os.current();
  private int reservations;
  private boolean failingReserve;
  private boolean failingCommit;

  int reservations() {
    return reservations;
  }

  void failReserve() {
    failingReserve = true;
  }

  void failCommit() {
    failingCommit = true;
  }

  void recover() {
    failingReserve = false;
    failingCommit = false;
  }

  @Override
  public String name() {
    return os.name();
  }

  @Override
  public long pageBytes() {
    return os.pageBytes();
  }

  @Override
  public int addressBits() {
    return os.addressBits();
  }

  @Override
  public boolean reserveAt(long address, long bytes) {
    boolean reserved = os.reserveAt(address, bytes);
    reservations += reserved ? 1 : 0;
    return reserved;
  }

  @Override
  public long reserve(long bytes, long alignment) {
    if (failingReserve) {
      throw new OsException("mmap of %d bytes".formatted(bytes), Errno.ENOMEM);
    }
    long address = os.reserve(bytes, alignment);
    reservations++;
    return address;
  }

  @Override
  public void commit(long address, long bytes) {
    if (failingCommit) {
      throw new OsException("mprotect of %d bytes".formatted(bytes), Errno.ENOMEM);
    }
    os.commit(address, bytes);
  }

  @Override
  public boolean decommit(long address, long bytes) {
    return os.decommit(address, bytes);
  }

  @Override
  public void release(long address, long bytes) {
    os.release(address, bytes);
    reservations--;
  }

  @Override
  public boolean protect(long address, long bytes, Access access) {
    return os.protect(address, bytes, access);
  }

  @Override
  public boolean guard(long address, long bytes) {
    return os.guard(address, bytes);
  }

  @Override
  public void unguard(long address, long bytes) {
    os.unguard(address, bytes);
  }

  @Override
  public boolean seal(long address, long bytes) {
    return os.seal(address, bytes);
  }

  @Override
  public boolean lock(long address, long bytes) {
    return os.lock(address, bytes);
  }

  @Override
  public boolean hide(long address, long bytes) {
    return os.hide(address, bytes);
  }

  @Override
  public boolean advise(long address, long bytes, Advice advice) {
    return os.advise(address, bytes, advice);
  }

  @Override
  public OptionalLong residentBytes(long address, long bytes) {
    return os.residentBytes(address, bytes);
  }

  @Override
  public OptionalLong mapLimit() {
    return os.mapLimit();
  }

  @Override
  public OptionalLong lockLimit() {
    return os.lockLimit();
  }
}
