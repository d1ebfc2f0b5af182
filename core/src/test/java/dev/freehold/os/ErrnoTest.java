package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void knownNumbersHaveTheNameOfTheHeader() {
    assertThat(Errno.ENOMEM.name()).isEqualTo("ENOMEM");
    assertThat(Errno.EINVAL).hasToString("EINVAL (invalid argument)");
    assertThat(new Errno(13)).hasToString("EACCES (permission denied)");
  }

  @Test
  void unknownNumbersAreTold() {
    assertThat(new Errno(200)).hasToString("errno 200 (see errno(3))");
  }
}
