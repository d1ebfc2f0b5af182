package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.inspect.Claims.Cut;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Part HEAP = Part.of(Kind.JAVA_HEAP);
  private static final Part CODE = Part.of(Kind.CODE_CACHE);

  @Test
  void theFirstClaimStands() {
    Claims claims = new Claims();
    claims.claim(10, 20, HEAP);
    claims.claim(5, 30, CODE);

    assertThat(claims.cuts(0, 40))
        .containsExactly(
            new Cut(0, 5, null),
            new Cut(5, 10, CODE),
            new Cut(10, 20, HEAP),
            new Cut(20, 30, CODE),
            new Cut(30, 40, null));
    assertThat(claims.cuts(12, 15)).containsExactly(new Cut(12, 15, HEAP));
    assertThat(claims.cuts(15, 15)).isEmpty();
  }

  @Test
  void aCopyGoesItsOwnWay() {
    Claims claims = new Claims();
    claims.copy().claim(0, 10, HEAP);
    assertThat(claims.cuts(0, 10)).containsExactly(new Cut(0, 10, null));
  }

  @Test
  void equalsAnArrayOfOwners() {
    Random random = new Random(7);
    Claims claims = new Claims();
    @Nullable Part[] owners = new @Nullable Part[200];
    for (int i = 0; i < 300; i++) {
      int from = random.nextInt(owners.length);
      int to = Math.min(owners.length, from + random.nextInt(20));
      Part part = new Part(Kind.FILE, Integer.toString(i % 5));
      claims.claim(from, to, part);
      for (int at = from; at < to; at++) {
        owners[at] = owners[at] == null ? part : owners[at];
      }
    }
    int covered = 0;
    for (Cut cut : claims.cuts(0, owners.length)) {
      assertThat(cut.from()).isEqualTo(covered);
      for (int at = (int) cut.from(); at < cut.to(); at++) {
        assertThat(owners[at]).isEqualTo(cut.part());
      }
      covered = (int) cut.to();
    }
    assertThat(covered).isEqualTo(owners.length);
  }
}
