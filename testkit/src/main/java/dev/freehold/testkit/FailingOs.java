package dev.freehold.testkit;

import dev.freehold.os.Access;
import dev.freehold.os.Advice;
import dev.freehold.os.Errno;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// An operating system that fails the n-th call, and passes all others to another.
///
/// A test runs its program with n = 1, 2, 3, ... until a run meets no failure ([#failed] is
/// `false`), and so walks every path that a refusing kernel can cause. The failed call does
/// nothing; [#name], [#pageBytes] and [#addressBits] are not calls, and a limit that fails is
/// unknown.
public final class FailingOs implements Os {
  private final Os served;
  private final long failing;
  private final Errno errno;
  private final AtomicLong calls = new AtomicLong();

  /// Fails one call.
  ///
  /// @param served what serves all the others
  /// @param failing which call to fail, counted from 1
  /// @param errno why
  public FailingOs(Os served, long failing, Errno errno) {
    this.served = served;
    this.failing = failing;
    this.errno = errno;
  }

  /// Whether the call has failed yet.
  ///
  /// @return whether at least `failing` calls were made
  public boolean failed() {
    return calls.get() >= failing;
  }

  private boolean fails() {
    return calls.incrementAndGet() == failing;
  }

  private void call(String name) {
    if (fails()) {
      throw new OsException(name + " (call " + failing + ", made to fail)", errno);
    }
  }

  @Override
  public String name() {
    return served.name();
  }

  @Override
  public long pageBytes() {
    return served.pageBytes();
  }

  @Override
  public int addressBits() {
    return served.addressBits();
  }

  @Override
  public boolean reserveAt(long address, long bytes) {
    call("reserveAt");
    return served.reserveAt(address, bytes);
  }

  @Override
  public long reserve(long bytes, long alignment) {
    call("reserve");
    return served.reserve(bytes, alignment);
  }

  @Override
  public void commit(long address, long bytes) {
    call("commit");
    served.commit(address, bytes);
  }

  @Override
  public boolean decommit(long address, long bytes) {
    call("decommit");
    return served.decommit(address, bytes);
  }

  @Override
  public void release(long address, long bytes) {
    call("release");
    served.release(address, bytes);
  }

  @Override
  public boolean protect(long address, long bytes, Access access) {
    call("protect");
    return served.protect(address, bytes, access);
  }

  @Override
  public boolean guard(long address, long bytes) {
    call("guard");
    return served.guard(address, bytes);
  }

  @Override
  public void unguard(long address, long bytes) {
    call("unguard");
    served.unguard(address, bytes);
  }

  @Override
  public boolean seal(long address, long bytes) {
    call("seal");
    return served.seal(address, bytes);
  }

  @Override
  public boolean lock(long address, long bytes) {
    call("lock");
    return served.lock(address, bytes);
  }

  @Override
  public boolean hide(long address, long bytes) {
    call("hide");
    return served.hide(address, bytes);
  }

  @Override
  public boolean advise(long address, long bytes, Advice advice) {
    call("advise");
    return served.advise(address, bytes, advice);
  }

  @Override
  public OptionalLong residentBytes(long address, long bytes) {
    call("residentBytes");
    return served.residentBytes(address, bytes);
  }

  @Override
  public OptionalLong mapLimit() {
    return fails() ? OptionalLong.empty() : served.mapLimit();
  }

  @Override
  public OptionalLong lockLimit() {
    return fails() ? OptionalLong.empty() : served.lockLimit();
  }
}
