package dev.freehold.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freehold.guard.SecretsConfig.Fallback;
import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Linux;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.os.Portable;
import dev.freehold.os.Smaps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SecretsTest {
  private static final long BYTES = 10_000; // several OS pages

  /// Opens on any machine, also where nothing may be locked.
  private static final SecretsConfig ANY =
      SecretsConfig.ofBytes(BYTES).withFallback(Fallback.UNLOCKED);

  /// A kernel without `memfd_secret`.
  private static Os withoutHiding(Os os) {
    return Intercepted.of(
        os, (name, arguments) -> name.equals("hide") ? Optional.of(false) : Optional.empty());
  }

  /// A kernel that stands at the limit of locked memory.
  private static Os atTheLimit(Os os) {
    return Intercepted.of(
        os,
        (name, arguments) ->
            switch (name) {
              case "hide" -> throw new OsException("mmap", new Errno(11));
              case "lock" -> throw new OsException("mlock", Errno.ENOMEM);
              case "lockLimit" -> Optional.of(OptionalLong.of(1024));
              default -> Optional.empty();
            });
  }

  @Test
  void aSecretIsZeroWritableAndEndsWithClose() {
    try (Secrets secrets = Secrets.open(ANY)) {
      Secret key = secrets.allocate(33);
      MemorySegment segment = key.segment();
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).containsOnly(0).hasSize(33);
      segment.fill((byte) 7);
      secrets.verify();
      key.close();
      assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
      assertThatIllegalStateException()
          .isThrownBy(key::close)
          .withMessageStartingWith("secret of 33 bytes is closed already");
      secrets.verify();
    }
  }

  @Test
  void aClosedSecretIsWiped() {
    for (Os os : List.of(Os.current(), withoutHiding(Os.current()), new Portable())) {
      try (Secrets secrets = Secrets.open(ANY, os)) {
        Secret key = secrets.allocate(100);
        long address = key.segment().address();
        key.segment().fill((byte) 7);
        assertThat(Memory.getByte(address + 99)).isEqualTo((byte) 7);
        key.close();
        assertThat(Memory.view(address, 100).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
        secrets.verify();
      }
    }
  }

  @Test
  void memoryIsAllZeroWhenItIsGivenBack() {
    AtomicInteger releases = new AtomicInteger();
    Os watched =
        Intercepted.of(
            Os.current(),
            (name, arguments) -> {
              if (name.equals("release")) {
                releases.incrementAndGet();
                long address = (long) arguments[0];
                long bytes = (long) arguments[1];
                assertThat(Memory.view(address, bytes).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(0);
              }
              return Optional.empty();
            });
    try (Secrets secrets = Secrets.open(ANY, watched)) {
      List<Secret> held = new ArrayList<>();
      for (int bytes = 0; bytes < 70; bytes++) {
        Secret secret = secrets.allocate(bytes);
        secret.segment().fill((byte) bytes);
        held.add(secret);
      }
      secrets.verify();
      held.forEach(Secret::close);
    }
    assertThat(releases).hasValue(1);
  }

  @Test
  void verifyFindsAByteThatWasNotWiped() {
    try (Secrets secrets = Secrets.open(ANY)) {
      Secret key = secrets.allocate(100);
      long address = key.segment().address();
      key.close();
      Memory.setByte(address + 50, (byte) 7);
      assertThatIllegalStateException()
          .isThrownBy(secrets::verify)
          .withMessage(
              "every byte that lies in no secret is zero does not hold at 0x%x", address + 50);
      Memory.setByte(address + 50, (byte) 0);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lockedMemoryIsLeftOutOfDumpsAndWipedInForks() throws IOException {
    try (Secrets secrets = Secrets.open(ANY, withoutHiding(new Linux()));
        Secret key = secrets.allocate(32)) {
      assumeThat(secrets.protection().locked()).isTrue();
      assertThat(secrets.protection()).isEqualTo(new Protection(true, false, false, false));
      assertThat(secrets.protection().complete()).isTrue();
      assertThat(Smaps.flags(key.segment().address())).contains("lo", "dd", "wf");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hiddenMemoryIsLockedAndLeftOutOfDumpsAndForks() throws IOException {
    try (Secrets secrets = Secrets.open(ANY, new Linux());
        Secret key = secrets.allocate(32)) {
      assumeThat(secrets.protection().hidden()).isTrue();
      assertThat(secrets.protection()).isEqualTo(new Protection(true, true, false, false));
      assertThat(Smaps.flags(key.segment().address())).contains("lo", "dd", "dc", "sh");
      key.segment().fill((byte) 7);
      assertThat(key.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryOverTheLimitIsRefusedAndGivenBack() throws IOException {
    AtomicReference<Long> base = new AtomicReference<>();
    Os watched =
        Intercepted.of(
            atTheLimit(new Linux()),
            (name, arguments) -> {
              if (name.equals("commit")) {
                base.set((Long) arguments[0]);
              }
              return Optional.empty();
            });
    assertThatThrownBy(() -> Secrets.open(SecretsConfig.ofBytes(BYTES), watched))
        .isInstanceOf(ProtectedMemoryException.class)
        .hasMessage(
            """
            Freehold: %d bytes for secrets cannot be protected
              refused Protection[locked=false, hidden=false, dumped=false, forked=false]: mlock failed: ENOMEM (out of memory, address space (ulimit -v) or map entries (vm.max_map_count)); the limit of locked memory is 1024 bytes
              rule    secrets are locked, or refused -> docs/guide/protection.md#secrets
              next    ask for less, raise the limit (ulimit -l, LimitMEMLOCK of systemd, --ulimit memlock of a container), or allow SecretsConfig.Fallback.UNLOCKED\
            """,
            (BYTES + watched.pageBytes() - 1) / watched.pageBytes() * watched.pageBytes());
    assertThat(Smaps.access(base.get())).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryOverTheLimitIsOpenedWithWhatThereIsWhereAllowed() throws IOException {
    try (Secrets secrets = Secrets.open(ANY, atTheLimit(new Linux()));
        Secret key = secrets.allocate(32)) {
      assertThat(secrets.protection()).isEqualTo(new Protection(false, false, false, false));
      assertThat(secrets.protection().complete()).isFalse();
      assertThat(Smaps.flags(key.segment().address()))
          .contains("dd", "wf")
          .doesNotContainAnyElementsOf(Set.of("lo"));
    }
  }

  @Test
  void thePortableFloorProtectsNothingAndSaysSo() {
    try (Secrets secrets = Secrets.open(ANY, new Portable())) {
      assertThat(secrets.protection()).isEqualTo(new Protection(false, false, true, true));
    }
    assertThatThrownBy(() -> Secrets.open(SecretsConfig.ofBytes(BYTES), new Portable()))
        .isInstanceOf(ProtectedMemoryException.class)
        .hasMessageContaining("this platform has no more; the limit of locked memory is unknown");
  }

  @Test
  void aFullMemoryRefusesAndServesAgainAfterClose() {
    try (Secrets secrets = Secrets.open(ANY)) {
      long page = Os.current().pageBytes();
      long most = (BYTES + page - 1) / page * page;
      Secret all = secrets.allocate(most);
      assertThatThrownBy(() -> secrets.allocate(1))
          .isInstanceOf(ProtectedMemoryException.class)
          .hasMessageStartingWith("Freehold: no room for a secret of 1 bytes")
          .hasMessageContaining("%d of %d bytes are taken by 1 secrets", most, most);
      all.close();
      Secret again = secrets.allocate(most);
      again.close();
      assertThatThrownBy(() -> secrets.allocate(most + 1))
          .isInstanceOf(ProtectedMemoryException.class);
      assertThatThrownBy(() -> secrets.allocate(Long.MAX_VALUE))
          .isInstanceOf(ProtectedMemoryException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> secrets.allocate(-1));
      secrets.verify();
    }
  }

  @Test
  void closeWithSecretsHeldTellsAndWaitsForThem() {
    AtomicInteger releases = new AtomicInteger();
    Os watched =
        Intercepted.of(
            Os.current(),
            (name, arguments) -> {
              releases.addAndGet(name.equals("release") ? 1 : 0);
              return Optional.empty();
            });
    Secrets secrets = Secrets.open(ANY, watched);
    Secret first = secrets.allocate(32);
    Secret second = secrets.allocate(32);
    assertThatIllegalStateException()
        .isThrownBy(secrets::close)
        .withMessageStartingWith("Freehold: memory for secrets closed while secrets are held")
        .withMessageContaining("2 secrets of 64 bytes");
    secrets.close();
    second.segment().fill((byte) 7);
    assertThatIllegalStateException()
        .isThrownBy(() -> secrets.allocate(1))
        .withMessageStartingWith("Freehold: use of memory for secrets that is closed");
    assertThatIllegalStateException().isThrownBy(secrets::verify);
    first.close();
    assertThat(releases).hasValue(0);
    second.close();
    assertThat(releases).hasValue(1);
  }

  @Test
  @SuppressWarnings("try") // the close that is refused
  void aSecretIsItsThreadsOwn() throws InterruptedException {
    try (Secrets secrets = Secrets.open(ANY);
        Secret key = secrets.allocate(32)) {
      AtomicReference<Throwable> reading = new AtomicReference<>();
      AtomicReference<Throwable> closing = new AtomicReference<>();
      Thread thief =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  key.segment().get(ValueLayout.JAVA_BYTE, 0);
                } catch (Throwable e) {
                  reading.set(e);
                }
                try {
                  key.close();
                } catch (Throwable e) {
                  closing.set(e);
                }
              });
      thief.join();
      assertThat(reading.get()).isInstanceOf(WrongThreadException.class);
      assertThat(closing.get())
          .isInstanceOf(WrongThreadException.class)
          .hasMessageStartingWith("secret of 32 bytes is owned by the thread that took it");
      key.segment().fill((byte) 7);
    }
  }

  @Test
  void nothingThatIsPrintedTellsWhereASecretIs() {
    try (Secrets secrets = Secrets.open(ANY);
        Secret key = secrets.allocate(32)) {
      String address = Long.toHexString(key.segment().address());
      assertThat(key.toString()).isEqualTo("secret of 32 bytes").doesNotContain(address);
      assertThat(secrets.toString()).startsWith("memory for secrets, Protection[locked=");
    }
  }

  @Test
  void sizesOutOfRangeAreNamed() {
    for (long bytes : new long[] {0, -1, (1 << 30) + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SecretsConfig.ofBytes(bytes))
          .withMessage("bytes is %d: must be from 1 to 2^30 (1 GiB)", bytes);
    }
  }
}
