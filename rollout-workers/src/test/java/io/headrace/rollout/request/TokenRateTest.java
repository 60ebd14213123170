package io.headrace.rollout.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testkit.RunFixture;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenRateTest {

  private static final Instant START = RunFixture.START;

  @Test
  void tokensPerSecondAreThoseOfTheLastFiveWholeSeconds() {
    // Given a hundred tokens each second from 0 to 9, and some in the current second
    TokenRate rate = new TokenRate();
    for (int second = 0; second < 10; second++) {
      rate.add(100, START.plusSeconds(second));
    }
    rate.add(77, START.plusSeconds(10));

    // When the rate is read, Then only the last five whole seconds count
    assertThat(rate.perSecond(START.plusSeconds(10))).isEqualTo(100);
    assertThat(rate.perSecond(START.plusSeconds(13))).isEqualTo((77 + 200) / 5.0);
    assertThat(rate.perSecond(START.plusSeconds(16))).isZero();
    assertThat(new TokenRate().perSecond(START)).isZero();
  }
}
