package dev.freehold.guard;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freehold.os.Access;
import dev.freehold.os.Errno;
import dev.freehold.os.Intercepted;
import dev.freehold.os.Linux;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.os.Portable;
import dev.freehold.os.Smaps;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "x86_64", "aarch64"})
class CodeRegionTest {
  private static final FunctionDescriptor SUM = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor ANSWER = FunctionDescriptor.of(JAVA_INT);
  private static final FunctionDescriptor AWAIT = FunctionDescriptor.ofVoid(ADDRESS);

  private final Os os = new Linux();

  @Test
  void sealedCodeRuns() throws Throwable {
    try (CodeRegion code = CodeRegion.open(100, os)) {
      long sum = code.append(Stubs.sum());
      long answer = code.append(Stubs.answer());
      assertThat(sum).isZero();
      assertThat(answer).isEqualTo(CodeRegion.ALIGNMENT);
      code.seal();
      assertThat((int) code.function(sum, SUM).invokeExact(2, 3)).isEqualTo(5);
      assertThat((int) code.function(answer, ANSWER).invokeExact()).isEqualTo(42);
    }
  }

  @Test
  void aHandleMayBeCalledByAnyThread() throws Throwable {
    try (CodeRegion code = CodeRegion.open(100, os)) {
      long sum = code.append(Stubs.sum());
      code.seal();
      MethodHandle handle = code.function(sum, SUM);
      AtomicLong total = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int call = 0; call < 1000; call++) {
                      total.addAndGet((int) handle.invokeExact(call, 1));
                    }
                  } catch (Throwable e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(total).hasValue(4 * (999 * 1000 / 2 + 1000));
    }
  }

  @Test
  void codeIsNeverWritableAndExecutableAtOnce() throws IOException {
    AtomicLong base = new AtomicLong();
    List<Access> accesses = new ArrayList<>();
    Os watched =
        Intercepted.of(
            os,
            (name, arguments) -> {
              if (name.equals("commit")) {
                base.set((long) arguments[0]);
              } else if (name.equals("protect")) {
                accesses.add((Access) arguments[2]);
              }
              return Optional.empty();
            });
    try (CodeRegion code = CodeRegion.open(100, watched)) {
      code.append(Stubs.answer());
      assertThat(Smaps.access(base.get())).isEqualTo("rw-p");
      code.seal();
      assertThat(Smaps.access(base.get())).isEqualTo("r-xp");
      assertThat(accesses).containsExactly(Access.READ_EXECUTE);
    }
  }

  @Test
  void whereTheKernelHoldsTheSealNothingChangesTheCode() throws Throwable {
    AtomicLong base = new AtomicLong();
    Os watched =
        Intercepted.of(
            os,
            (name, arguments) -> {
              if (name.equals("seal")) {
                base.set((long) arguments[0]);
              }
              return Optional.empty();
            });
    try (CodeRegion code = CodeRegion.open(100, watched)) {
      code.append(Stubs.answer());
      assumeThat(code.seal()).isTrue();
      assertThat(code.seal()).isTrue();
      assertThatThrownBy(() -> os.protect(base.get(), os.pageBytes(), Access.READ_WRITE))
          .isInstanceOf(OsException.class)
          .hasMessageContaining("EPERM");
      assertThat((int) code.function(0, ANSWER).invokeExact()).isEqualTo(42);
    }
    assertThat(Smaps.access(base.get())).as("after close").isEqualTo("r-xp");
  }

  @Test
  void codeThatTheKernelDoesNotHoldIsFreedByClose() throws Throwable {
    AtomicLong base = new AtomicLong();
    Os old =
        Intercepted.of(
            os,
            (name, arguments) -> {
              if (name.equals("seal")) {
                base.set((long) arguments[0]);
                return Optional.of(false);
              }
              return Optional.empty();
            });
    try (CodeRegion code = CodeRegion.open(100, old)) {
      code.append(Stubs.answer());
      assertThat(code.seal()).isFalse();
      assertThat((int) code.function(0, ANSWER).invokeExact()).isEqualTo(42);
    }
    assertThat(Smaps.access(base.get())).isEmpty();
  }

  @Test
  void writingAfterSealIsRefused() {
    try (CodeRegion code = CodeRegion.open(100, os)) {
      code.append(Stubs.answer());
      code.seal();
      assertThatIllegalStateException()
          .isThrownBy(() -> code.append(Stubs.answer()))
          .withMessageStartingWith("Freehold: write to machine code that is sealed\n  code    code")
          .withMessageContaining("-> docs/guide/protection.md#machine-code\n  next    append")
          .withMessageContaining("%d written, sealed\n", Stubs.answer().length);
    }
  }

  @Test
  void callingBeforeSealIsRefused() {
    try (CodeRegion code = CodeRegion.open(100, os)) {
      code.append(Stubs.answer());
      assertThatIllegalStateException()
          .isThrownBy(() -> code.function(0, ANSWER))
          .withMessageStartingWith("Freehold: call of machine code that can still be written");
    }
  }

  @Test
  void onlyWrittenCodeIsCalled() {
    try (CodeRegion code = CodeRegion.open(100, os)) {
      code.append(Stubs.answer());
      code.seal();
      for (long offset : new long[] {-1, Stubs.answer().length, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertThatThrownBy(() -> code.function(offset, ANSWER))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageStartingWith("Freehold: no machine code at offset " + offset);
      }
    }
  }

  @Test
  void aFullRegionTakesNoMore() {
    try (CodeRegion code = CodeRegion.open(1, os)) {
      byte[] page = new byte[(int) os.pageBytes()];
      code.append(new byte[1]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> code.append(page))
          .withMessageStartingWith("Freehold: no room for %d bytes of machine code", page.length)
          .withMessageContaining("open it with %d bytes or more", page.length + 16);
      assertThat(code.append(new byte[page.length - 16])).isEqualTo(16);
      assertThatIllegalArgumentException().isThrownBy(() -> code.append(new byte[1]));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> CodeRegion.open(0, os));
    assertThatIllegalArgumentException().isThrownBy(() -> CodeRegion.open(1L << 31, os));
  }

  @Test
  void handlesThrowAfterClose() {
    CodeRegion code = CodeRegion.open(100, os);
    code.append(Stubs.answer());
    code.seal();
    MethodHandle answer = code.function(0, ANSWER);
    code.close();
    code.close();
    assertThatIllegalStateException().isThrownBy(() -> answer.invoke());
    assertThatIllegalStateException()
        .isThrownBy(() -> code.function(0, ANSWER))
        .withMessageStartingWith("Freehold: use of machine code that is closed");
    assertThatIllegalStateException().isThrownBy(code::seal);
    assertThatIllegalStateException()
        .isThrownBy(() -> code.append(new byte[1]))
        .withMessageStartingWith("Freehold: write to machine code that is closed");
  }

  @Test
  void codeThatIsRunningIsNotClosed() throws Exception {
    try (CodeRegion code = CodeRegion.open(100, os);
        Arena arena = Arena.ofShared()) {
      MemorySegment flags = arena.allocate(JAVA_INT, 2);
      long await = code.append(Stubs.await());
      code.seal();
      MethodHandle handle = code.function(await, AWAIT);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread running =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  handle.invokeExact(flags);
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      while ((int) JAVA_INT.varHandle().getVolatile(flags, 4L) == 0) {
        Thread.onSpinWait();
      }
      try {
        assertThatIllegalStateException()
            .isThrownBy(code::close)
            .withMessageStartingWith("Freehold: close of machine code that is running");
      } finally {
        JAVA_INT.varHandle().setVolatile(flags, 0L, 1);
        running.join();
      }
      assertThat(failure).hasNullValue();
    }
  }

  @Test
  void aSystemThatForbidsWrittenCodeLeavesItWritable() throws Throwable {
    AtomicBoolean forbidding = new AtomicBoolean(true);
    Os strict =
        Intercepted.of(
            os,
            (name, arguments) -> {
              if (name.equals("protect") && forbidding.get()) {
                throw new OsException("mprotect", new Errno(13));
              }
              return Optional.empty();
            });
    try (CodeRegion code = CodeRegion.open(100, strict)) {
      assertThatThrownBy(code::seal).hasMessageContaining("EACCES");
      forbidding.set(false);
      code.append(Stubs.answer());
      code.seal();
      assertThat((int) code.function(0, ANSWER).invokeExact()).isEqualTo(42);
    }
  }

  @Test
  void thePortableFloorHasNoCode() {
    try (CodeRegion code = CodeRegion.open(100, new Portable())) {
      code.append(Stubs.answer());
      assertThatThrownBy(code::seal)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("Freehold: machine code cannot be made executable")
          .hasMessageContaining("next    run on Linux");
      assertThatIllegalStateException().isThrownBy(() -> code.function(0, ANSWER));
    }
  }
}
