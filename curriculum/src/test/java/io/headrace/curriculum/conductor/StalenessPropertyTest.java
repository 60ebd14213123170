package io.headrace.curriculum.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.capacity.StalenessBound;
import io.headrace.curriculum.evaluation.EvaluationMode;
import io.headrace.curriculum.evaluation.EvaluationPlan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The capacity bounds staleness on average, the learner's dropping bounds it for each sample. */
final class StalenessPropertyTest {

  private static final int BATCH = 16;
  private static final int PATIENCE = 60_000;

  @ParameterizedTest(name = "eta = {0}, {1} groups")
  @CsvSource({"0, 2000", "1, 10000", "4, 10000"})
  void noConsumedGroupIsStalerThanTheBoundAndTheRunNeverStarves(int eta, int groups) {
    // Given a learner that leaves out what is too stale
    SimulatedRun run = new SimulatedRun(settings(eta), true, new SplittableRandom(eta));
    // When the groups are consumed on a random schedule
    int seconds = consume(run, groups);
    // Then the run got there, no group was staler than eta, and no more than (eta + 1)·B groups
    // were ever under way
    assertThat(seconds).isLessThan(PATIENCE);
    assertThat(Collections.max(run.consumedStaleness)).isLessThanOrEqualTo(eta);
    assertThat(run.mostUnderWay).isLessThanOrEqualTo((eta + 1L) * BATCH);
    // And the schedule put it to the test: some groups came too late to be trained on
    assertThat(run.leftOut).isPositive();
  }

  @Test
  void theCapacityAloneDoesNotBoundSingleGroups() {
    // Given a learner that drops nothing
    SimulatedRun run = new SimulatedRun(settings(1), false, new SplittableRandom(1));
    // When groups overtake slow ones
    consume(run, 2_000);
    // Then the mean stays within the bound, and some group does not
    double mean = run.consumedStaleness.stream().mapToLong(Long::longValue).average().orElseThrow();
    assertThat(mean).isLessThanOrEqualTo(1);
    assertThat(Collections.max(run.consumedStaleness)).isGreaterThan(1);
  }

  private static int consume(SimulatedRun run, int groups) {
    int ticks = 0;
    while (run.consumed < groups && ticks < PATIENCE) {
      run.tick();
      ticks++;
    }
    return ticks;
  }

  private static ConductorSettings settings(int eta) {
    ConductorSettings small = Settings.small();
    return new ConductorSettings(
        small.run(),
        small.seed(),
        small.groups(),
        small.priority(),
        new StalenessBound(BATCH, eta, 1000),
        new EvaluationPlan(
            5, List.of(EvaluationMode.GREEDY), 50, 64, List.of(), Duration.ofSeconds(30)),
        new Targets(Optional.empty(), Optional.empty(), Long.MAX_VALUE, Optional.empty()));
  }
}
