package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.queue.AttemptRule.Treatment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptRuleTest {

  private static List<Treatment> treatments(AttemptRule rule, int delivery) {
    return IntStream.rangeClosed(0, 5).mapToObj(written -> rule.treat(delivery, written)).toList();
  }

  @Test
  void theFirstRedeliveryIsProcessedAtOnceAndLaterOnesIsolated() {
    // When / Then the first delivery and four written attempts make five
    assertThat(treatments(new AttemptRule(5, 25), 2))
        .containsExactly(
            Treatment.AT_ONCE,
            Treatment.ISOLATED,
            Treatment.ISOLATED,
            Treatment.ISOLATED,
            Treatment.TOO_MANY_ATTEMPTS,
            Treatment.TOO_MANY_ATTEMPTS);
  }

  @Test
  void theLastAttemptIsAlwaysIsolated() {
    assertThat(treatments(new AttemptRule(2, 25), 2))
        .startsWith(Treatment.ISOLATED, Treatment.TOO_MANY_ATTEMPTS);
    assertThat(treatments(new AttemptRule(3, 25), 2))
        .startsWith(Treatment.AT_ONCE, Treatment.ISOLATED, Treatment.TOO_MANY_ATTEMPTS);
  }

  @Test
  void aRecordThatWasOnlyHeldGetsAnIsolatedAttemptEvenIfOneIsAllowed() {
    assertThat(treatments(new AttemptRule(1, 25), 2))
        .startsWith(Treatment.ISOLATED, Treatment.TOO_MANY_ATTEMPTS);
  }

  @Test
  void deliveriesAloneCountOnlyNearTheBrokersLimit() {
    // Given
    AttemptRule rule = new AttemptRule(5, 25);

    // When / Then
    assertThat(rule.treat(22, 0)).isEqualTo(Treatment.AT_ONCE);
    assertThat(rule.treat(23, 0)).isEqualTo(Treatment.TOO_MANY_DELIVERIES);
    assertThat(rule.treat(23, 4)).isEqualTo(Treatment.TOO_MANY_ATTEMPTS);
  }

  @Test
  void whereTheBrokerAllowsJustEnoughDeliveriesTheyAreUsed() {
    // Given a limit of one more than the attempts
    AttemptRule rule = new AttemptRule(5, 6);

    // When / Then the last delivery is for the dead letter, and no earlier one
    assertThat(rule.treat(5, 0)).isEqualTo(Treatment.AT_ONCE);
    assertThat(rule.treat(6, 0)).isEqualTo(Treatment.TOO_MANY_DELIVERIES);
  }
}
