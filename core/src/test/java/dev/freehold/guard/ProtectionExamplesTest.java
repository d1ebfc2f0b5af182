package dev.freehold.guard;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freehold.guard.SecretsConfig.Fallback;
import dev.freehold.os.Access;
import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Placement;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The examples of the chapter on protection and of the package documentation, compiled and run.
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "x86_64", "aarch64"})
final class ProtectionExamplesTest {
  @Test
  void readOnly() {
    // begin
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      region.commit(0, 1 << 20);
      MemorySegment table = Memory.view(region.base(), 1 << 20);
      table.setAtIndex(JAVA_LONG, 7, 42);

      MemorySegment view = table.asReadOnly(); // a write through it throws
      region.protect(0, 1 << 20, Access.READ); // any other write ends the process
      long answer = view.getAtIndex(JAVA_LONG, 7);
      // end
      assertThat(answer).isEqualTo(42);
      assertThatThrownBy(() -> view.setAtIndex(JAVA_LONG, 7, 43))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void seals() {
    // begin
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      region.commit(0, region.stepBytes());
      Memory.setLong(region.base(), 42);
      region.protect(0, region.stepBytes(), Access.READ);
      boolean enforced = region.seal(0, region.stepBytes()); // false before Linux 6.10
      // end
      assertThat(region.sealedBytes()).isEqualTo(enforced ? region.stepBytes() : 0);
    }
  }

  @Test
  void guards() {
    // begin
    try (Region region = Region.reserve(RegionConfig.ofReserve(1 << 20))) {
      region.commit(0, 1 << 20);
      if (region.guard(4096, 4096)) {
        try {
          Memory.setLong(region.base() + 4096, 42);
        } catch (InternalError e) {
          System.out.println("caught, and alive: " + e.getMessage());
        }
      }
      region.unguard(4096, 4096); // memory again, and zero
      assertThat(Memory.getLong(region.base() + 4096)).isZero();
    }
    // end
  }

  @Test
  void code() throws Throwable {
    byte[] addition = Stubs.sum();
    // begin
    try (CodeRegion code = CodeRegion.open(4096)) {
      long add = code.append(addition); // machine code of this processor
      code.seal();
      MethodHandle sum = code.function(add, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
      int five = (int) sum.invokeExact(2, 3);
      // end
      assertThat(five).isEqualTo(5);
    }
  }

  @Test
  void secrets() {
    SecretsConfig ofTheMachine = SecretsConfig.ofBytes(4096).withFallback(Fallback.UNLOCKED);
    try (Secrets probe = Secrets.open(ofTheMachine)) {
      assumeThat(probe.protection().complete()).isTrue();
    }
    // begin
    try (Secrets secrets = Secrets.open(SecretsConfig.ofBytes(4096));
        Secret key = secrets.allocate(32)) {
      key.segment().fill((byte) 7);
    } // wiped, then freed
    // end
  }

  @Test
  void weakerSecrets() {
    // begin
    SecretsConfig config = SecretsConfig.ofBytes(4096).withFallback(Fallback.UNLOCKED);
    try (Secrets secrets = Secrets.open(config)) {
      if (!secrets.protection().locked()) {
        System.err.println("keys may be swapped out: " + secrets.protection());
      }
    }
    // end
  }

  @Test
  void randomPlaces() {
    // begin
    RegionConfig config = RegionConfig.ofReserve(1L << 30).withPlacement(Placement.RANDOM);
    try (Region region = Region.reserve(config)) {
      boolean random = region.placement() == Placement.RANDOM; // false where the system chose
      // end
      assertThat(random).isTrue();
    }
  }
}
