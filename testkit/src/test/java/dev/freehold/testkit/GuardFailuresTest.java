package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freehold.guard.CodeRegion;
import dev.freehold.guard.ProtectedMemoryException;
import dev.freehold.guard.Secret;
import dev.freehold.guard.Secrets;
import dev.freehold.guard.SecretsConfig;
import dev.freehold.guard.SecretsConfig.Fallback;
import dev.freehold.os.Errno;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Placement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Fails every call that guards, code and secrets make to the operating system, one at a time.
@EnabledOnOs(OS.LINUX)
class GuardFailuresTest {
  private static final long STEP = RegionConfig.DEFAULT_STEP;

  /// The first addresses of what is reserved. A sealed part of it never ends.
  private final Set<Long> reserved = new TreeSet<>();

  private final Os ledger =
      (Os)
          Proxy.newProxyInstance(
              Os.class.getClassLoader(),
              new Class<?>[] {Os.class},
              (proxy, method, arguments) -> {
                Object answer;
                try {
                  answer = method.invoke(Os.current(), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
                switch (method.getName()) {
                  case "reserve" -> reserved.add((long) answer);
                  case "reserveAt" -> {
                    if ((boolean) answer) {
                      reserved.add((long) arguments[0]);
                    }
                  }
                  case "release" -> reserved.remove((long) arguments[0]);
                  default -> {}
                }
                return answer;
              });

  /// Runs a program with each of its calls failed once. Nothing may stay reserved, unless it was
  /// the release that failed.
  private int walk(Consumer<Os> program) {
    for (int call = 1; ; call++) {
      FailingOs os = new FailingOs(ledger, call, Errno.ENOMEM);
      boolean released = true;
      try {
        program.accept(os);
      } catch (OsException e) {
        assertThat(e).hasMessageContaining("call " + call + ", made to fail");
        released = !String.valueOf(e.getMessage()).startsWith("release");
      } catch (ProtectedMemoryException e) {
        assertThat(e).hasMessageContaining("call " + call + ", made to fail");
      }
      assertThat(reserved).as("reserved after failing call %d", call).hasSize(released ? 0 : 1);
      for (long address : reserved) {
        Os.current().release(address, STEP);
      }
      reserved.clear();
      if (!os.failed()) {
        return call;
      }
    }
  }

  @Test
  void guardsOfARegion() {
    RegionConfig config = RegionConfig.ofReserve(STEP).withPlacement(Placement.RANDOM);
    int calls =
        walk(os -> {
          try (Region region = Region.reserve(config, os)) {
            if (!region.commit(0, STEP)) {
              assertThat(region.committedBytes()).isZero();
              return;
            }
            Memory.setLong(region.base(), 42);
            try {
              region.guard(0, os.pageBytes());
            } catch (OsException e) {
              assertThat(Memory.getLong(region.base())).isEqualTo(42);
              throw e;
            }
            try {
              region.unguard(0, os.pageBytes());
            } catch (OsException e) {
              region.decommit(0, STEP);
              assertThat(region.commit(0, STEP)).isTrue();
              throw e;
            } finally {
              assertThat(Memory.getLong(region.base())).isZero();
            }
          }
        });
    assertThat(calls).isGreaterThan(5);
  }

  @Test
  void codeRegions() {
    int calls =
        walk(os -> {
          try (CodeRegion code = CodeRegion.open(STEP, withoutSeal(os))) {
            code.append(new byte[] {1, 2, 3});
            try {
              code.seal();
            } catch (OsException e) {
              assertThat(code.append(new byte[] {4})).isEqualTo(16);
              code.seal();
              throw e;
            }
          }
        });
    assertThat(calls).isGreaterThan(5);
  }

  /// A kernel without seals, where code regions can be freed: the call is made and not passed on.
  private static Os withoutSeal(Os os) {
    return (Os)
        Proxy.newProxyInstance(
            Os.class.getClassLoader(),
            new Class<?>[] {Os.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("seal")) {
                return false;
              }
              try {
                return method.invoke(os, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aSealThatFailsLeavesTheCodeExecutable() {
    for (int call = 1; ; call++) {
      FailingOs os = new FailingOs(ledger, call, Errno.ENOMEM);
      try (CodeRegion code = CodeRegion.open(STEP, os)) {
        code.append(new byte[] {1, 2, 3});
        boolean before = os.failed();
        boolean enforced = code.seal();
        if (!before && os.failed()) {
          assertThat(enforced).isFalse();
          assertThat(code.toString()).endsWith("3 written, sealed");
          return;
        }
      } catch (OsException | ProtectedMemoryException e) {
        assertThat(e).hasMessageContaining("made to fail");
      }
    }
  }

  @Test
  void aReleaseThatFailsBesideASealStopsNoOther() {
    RegionConfig config = RegionConfig.ofReserve(3 * STEP).withPlacement(Placement.RANDOM);
    int first = 4; // after a reservation, a commit and a seal
    for (int call = first; call < first + 2; call++) {
      FailingOs os = new FailingOs(Os.current(), call, Errno.ENOMEM);
      Region region = Region.reserve(config, os);
      assertThat(region.commit(0, 3 * STEP)).isTrue();
      assumeThat(region.seal(STEP, STEP)).isTrue();
      assertThatThrownBy(region::close).hasMessageStartingWith("release (call " + call);
      long kept = region.base() + (call == first ? 0 : 2 * STEP);
      long given = region.base() + (call == first ? 2 * STEP : 0);
      assertThat(Os.current().reserveAt(kept, STEP)).isFalse();
      assertThat(Os.current().reserveAt(given, STEP)).isTrue();
      Os.current().release(kept, STEP);
      Os.current().release(given, STEP);
    }
  }

  @Test
  void secretsThatMustBeProtected() {
    assumeThat(Os.current().lockLimit().orElse(0)).isGreaterThanOrEqualTo(STEP);
    assertThat(walk(os -> use(os, SecretsConfig.ofBytes(STEP)))).isGreaterThan(5);
  }

  @Test
  void secretsThatMayBeUnlocked() {
    SecretsConfig config = SecretsConfig.ofBytes(STEP).withFallback(Fallback.UNLOCKED);
    assertThat(walk(os -> use(os, config))).isGreaterThan(5);
  }

  private static void use(Os os, SecretsConfig config) {
    try (Secrets secrets = Secrets.open(config, os)) {
      assertThat(secrets.protection().complete() || config.fallback() == Fallback.UNLOCKED)
          .isTrue();
      try (Secret key = secrets.allocate(32)) {
        key.segment().fill((byte) 7);
        secrets.verify();
      }
      secrets.verify();
    }
  }
}
