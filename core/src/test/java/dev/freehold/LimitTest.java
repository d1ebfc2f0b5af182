package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "24MB, 25165824",
    "1.5g, 1610612736",
    "512k, 524288",
    "64KiB, 65536",
    "0.3k, 307",
    "' 2t ', 2199023255552",
    "8388607t, 9223370937343148032",
    "9223372036854775806, 9223372036854775806",
    "max, 9223372036854775807",
    "MAX, 9223372036854775807"
  })
  void isRead(String written, long bytes) {
    assertThat(Limit.parse(written)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "24QB",
        "",
        "-1",
        "+1",
        "1e9",
        "0x10",
        "1.k",
        "1kk",
        "64 kb",
        "maximum",
        "8388608t",
        "9223372036854775807",
        "99999999999999999999999999999999999999"
      })
  void isRefusedInOneLine(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limit.parse(written))
        .withMessageStartingWith("'" + written + "' is ")
        .withMessageNotContaining("\n");
  }

  @Test
  void budgetsRefuseWhatIsNoLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.root("process", -1))
        .withMessageContaining("limitBytes is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.root(" ", 1))
        .withMessageContaining("name is blank");
    Budget budget = Budget.root("process", 1);
    assertThatIllegalArgumentException().isThrownBy(() -> budget.acquire(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> budget.tryAcquire(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> budget.release(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> budget.reserve(-1));
    try (Credit credit = budget.credit()) {
      assertThatIllegalArgumentException().isThrownBy(() -> credit.take(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> credit.give(-1));
    }
  }
}
