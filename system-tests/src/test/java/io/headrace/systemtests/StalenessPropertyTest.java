package io.headrace.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.learner.batch.TrainingTrace;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The curriculum's capacity and the learner's batch filter on random schedules. The assertions
 * count from the requests and the versions in the traces, not with the code under test.
 */
final class StalenessPropertyTest {

  private static final int PATIENCE = 60_000;
  private static final int NO_STALENESS_FILTER = 1_000_000;

  @ParameterizedTest(name = "eta = {0}, {1} steps")
  @CsvSource({"0, 60", "1, 150", "4, 150"})
  void noTrainedTokenIsStalerThanTheBoundAndAllStepsAreTaken(int eta, int steps) {
    // Given
    SimulatedPipeline run = new SimulatedPipeline(eta, eta, new SplittableRandom(eta));

    // When the steps are taken on a random schedule
    int seconds = 0;
    int mostUnderWay = 0;
    while (run.steps.size() < steps && seconds < PATIENCE) {
      run.request();
      mostUnderWay = Math.max(mostUnderWay, unanswered(run));
      run.work();
      seconds++;
    }

    // Then all steps are taken, with no token staler than eta and at most (eta + 1)·B groups in
    // sampling at once
    assertThat(seconds).isLessThan(PATIENCE);
    assertThat(Collections.max(trained(run))).isLessThanOrEqualTo(eta);
    assertThat(mostUnderWay).isLessThanOrEqualTo((eta + 1) * SimulatedPipeline.BATCH);
    // And both limits were reached: there were staler traces, and the capacity was used up
    assertThat(Collections.max(offered(run))).isGreaterThan(eta);
    assertThat(mostUnderWay).isEqualTo((eta + 1) * SimulatedPipeline.BATCH);
  }

  @Test
  void theCapacityAloneLimitsStalenessOnAverageAndNotForSingleTraces() {
    // Given a learner that skips no group for its staleness
    SimulatedPipeline run = new SimulatedPipeline(1, NO_STALENESS_FILTER, new SplittableRandom(1));

    // When groups overtake slow ones
    for (int seconds = 0; run.steps.size() < 150 && seconds < PATIENCE; seconds++) {
      run.request();
      run.work();
    }

    // Then
    List<Long> staleness = trained(run);
    double mean = staleness.stream().mapToLong(Long::longValue).average().orElseThrow();
    assertThat(mean).isLessThanOrEqualTo(1);
    assertThat(Collections.max(staleness)).isGreaterThan(1);
  }

  /**
   * Number of training groups that were requested, are not assembled and are within their limit.
   */
  private static int unanswered(SimulatedPipeline run) {
    Set<String> open = new HashSet<>();
    run.requested.stream()
        .filter(request -> run.now.isBefore(request.getDeadline()))
        .map(GroupRequest::getGroupId)
        .forEach(open::add);
    run.log.stream().map(ScoredGroup::getGroupId).forEach(open::remove);
    return open.size();
  }

  /** Staleness of the oldest token of every trace that a step trained on. */
  private static List<Long> trained(SimulatedPipeline run) {
    Map<String, Trace> traces = traces(run);
    List<Long> staleness = new ArrayList<>();
    for (SimulatedPipeline.Step step : run.steps) {
      for (TrainingTrace trace : step.batch().traces()) {
        staleness.add(step.version() - oldest(Objects.requireNonNull(traces.get(trace.id()))));
      }
    }
    return staleness;
  }

  /**
   * Staleness of the oldest token of every trace assembled between two steps, trained on or not.
   */
  private static List<Long> offered(SimulatedPipeline run) {
    List<Long> staleness = new ArrayList<>();
    int next = 0;
    for (SimulatedPipeline.Step step : run.steps) {
      for (; next < step.batch().nextOffset(); next++) {
        for (ScoredTrace trace : run.log.get(next).getTraces()) {
          staleness.add(step.version() - oldest(trace.getTrace()));
        }
      }
    }
    return staleness;
  }

  private static Map<String, Trace> traces(SimulatedPipeline run) {
    Map<String, Trace> traces = new HashMap<>();
    run.log.forEach(
        group ->
            group
                .getTraces()
                .forEach(trace -> traces.put(trace.getTrace().getTraceId(), trace.getTrace())));
    return traces;
  }

  private static long oldest(Trace trace) {
    return trace.getSegments().stream().mapToLong(Segment::getWeightsVersion).min().orElseThrow();
  }
}
