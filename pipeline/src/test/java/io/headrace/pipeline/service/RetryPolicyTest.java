package io.headrace.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.RetryPolicy.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final BackOff backOff = new BackOff(FIRST, LONGEST, new SplittableRandom(7));
  private final RetryPolicy policy = new RetryPolicy("learner", backOff);

  @Test
  void pausesDoubleUpToTheLongestEachWithAtMostHalfOfJitter() {
    // When a broker is away for long
    List<Duration> pauses = new ArrayList<>();
    long now = 0;
    for (int attempt = 0; attempt < 12; attempt++) {
      pauses.add(backOff.next(now));
      now += pauses.getLast().toNanos();
    }

    // Then
    for (int attempt = 0; attempt < pauses.size(); attempt++) {
      long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << attempt);
      assertThat(pauses.get(attempt))
          .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
    }
    assertThat(pauses.stream().skip(6).distinct()).hasSizeGreaterThan(1);
  }

  @Test
  void aFailureLongAfterTheLastBeginsANewSeries() {
    // Given five failures in a row
    long now = 0;
    for (int attempt = 0; attempt < 5; attempt++) {
      now += backOff.next(now).toNanos();
    }

    // When
    Duration later = backOff.next(now + LONGEST.multipliedBy(2).toNanos());

    // Then
    assertThat(later).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void anUnreachableBrokerIsRetried() {
    assertThat(policy.after(new TimeoutException("60000 ms"), 0))
        .isInstanceOfSatisfying(
            Decision.Retry.class,
            retry ->
                assertThat(retry.sentence())
                    .isEqualTo(
                        "[kafka] a call of the learner failed: 60000 ms; check"
                            + " kafka.bootstrap-servers and that the broker runs"));
  }

  @Test
  void aFencedClientIsRetried() {
    assertThat(policy.after(new KafkaException(new OutOfOrderSequenceException("7")), 0))
        .isInstanceOf(Decision.Retry.class);
  }

  @Test
  void aRefusalStopsTheServiceWithOneSentence() {
    assertThat(policy.after(new TopicAuthorizationException(Set.of("r.steps")), 0))
        .isInstanceOfSatisfying(
            Decision.Stop.class,
            stop ->
                assertThat(stop.failure())
                    .hasMessageContaining("Not authorized to access topics: [r.steps]")
                    .hasMessageContaining("allow the principal")
                    .isInstanceOfSatisfying(
                        HeadraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_REFUSED)));
  }

  @Test
  void otherExceptionsStopTheServiceUnchanged() {
    // Given
    List<RuntimeException> failures =
        List.of(
            new IllegalStateException("a bug"),
            new HeadraceException(ErrorCode.FENCED, "another learner took over"),
            new HeadraceException(ErrorCode.ENGINE_FAILED, "no memory"),
            new HeadraceException(ErrorCode.DISK_FAILED, "full"));

    // When / Then
    assertThat(failures)
        .allSatisfy(
            failure -> assertThat(policy.after(failure, 0)).isEqualTo(new Decision.Stop(failure)));
  }
}
