package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.output.Terminal;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DemoProgressTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void beforeIsTheEvaluationOfTheVersionThatRlStartedFromInAnyOrderOfEvents() {
    // Given the evaluations of two versions, of which the second ended the cold start
    EvaluationCompleted first = evaluation(1, 40);
    EvaluationCompleted second = evaluation(2, 140);
    PhaseChanged training = phase(Phase.TRAINING, 2);

    // Then
    assertThat(fold(first, training, second).coldStart()).contains(second);
    assertThat(fold(first, second, training).coldStart()).contains(second);
    assertThat(fold(first, second, training, evaluation(3, 300)).coldStart()).contains(second);
  }

  @Test
  void beforeIsFoundWhenAllEvaluationsAreReadBeforeTheStages() {
    // Given a demo that is continued, whose topics are read one after the other
    EvaluationCompleted coldStart = evaluation(2, 140);
    EvaluationCompleted last = evaluation(9, 380);

    // When
    DemoProgress progress =
        fold(coldStart, last, phase(Phase.TRAINING, 2), phase(Phase.FINISHING, 9));

    // Then
    assertThat(progress.coldStart()).contains(coldStart);
    assertThat(progress.latest()).contains(last);
  }

  @Test
  void aRunIsFinishedOnceItsFinalEvaluationWasReadToo() {
    // Given
    DemoProgress progress = fold(evaluation(2, 140), phase(Phase.FINISHED, 9));

    // Then
    assertThat(progress.finished()).isFalse();
    assertThat(progress.apply(evaluation(9, 380)).finished()).isTrue();
  }

  @Test
  void aRunIsMeasuredOnlyByTheEvaluationThatItNames() {
    // Given a version that was evaluated in training and twice at the end, the last time in full
    PhaseChanged over =
        PhaseChanged.newBuilder(phase(Phase.FINISHED, 9)).setEvaluation("v9-final-2").build();
    DemoProgress before = fold(over, named("v9-training", 400), named("v9-final", 1));

    // Then the run is finished only after that evaluation was read
    assertThat(before.finished()).isFalse();
    DemoProgress after = before.apply(named("v9-final-2", 400));
    assertThat(after.finished()).isTrue();
    assertThat(after.measured()).isTrue();
  }

  @Test
  void aRunWhoseLastEvaluationIsInconclusiveIsNotMeasuredAndItsResultIsNull() {
    // Given
    PhaseChanged over =
        PhaseChanged.newBuilder(phase(Phase.FINISHED, 9)).setEvaluation("v9-final-3").build();
    EvaluationCompleted last = named("v9-final-3", 1);
    DemoProgress progress = fold(evaluation(2, 140), last, over);

    // Then
    assertThat(progress.finished()).isTrue();
    assertThat(progress.measured()).isFalse();
    assertThat(new DemoResult(evaluation(2, 140), last, 400, 1).json())
        .contains("\"after\":{\"greedy\":null,\"sampled\":null}");
  }

  private static EvaluationCompleted named(String id, int scored) {
    Accuracy accuracy = new Accuracy(scored, scored, 400);
    return EvaluationCompleted.newBuilder(evaluation(9, 0))
        .setEvaluation(id)
        .setGreedy(accuracy)
        .setSampled(accuracy)
        .build();
  }

  @Test
  void aFinishedRunThatIsStartedAgainIsNotFinishedUntilItsNextEndState() {
    // Given
    DemoProgress finished = fold(phase(Phase.FINISHED, 9), evaluation(9, 380));

    // When
    DemoProgress again = finished.apply(new RunStarted("r", "", "", NOW, Map.of(), List.of()));

    // Then
    assertThat(finished.finished()).isTrue();
    assertThat(again.finished()).isFalse();
    assertThat(again.apply(phase(Phase.FINISHED, 9)).finished()).isTrue();
    assertThat(again.apply(phase(Phase.TRAINING, 9)).finished()).isFalse();
  }

  @Test
  void aRunThatIsContinuedWithOtherSettingsKeepsItsStage() {
    assertThat(
            fold(phase(Phase.TRAINING, 2))
                .apply(new RunStarted("r", "", "", NOW, Map.of(), List.of()))
                .position()
                .orElseThrow()
                .state()
                .text())
        .isEqualTo("training (rl)");
  }

  @Test
  void resultIsOneJsonObject() {
    DemoResult result = new DemoResult(evaluation(2, 140), evaluation(9, 380), 400, 123.456);

    assertThat(result.json())
        .isEqualTo(
            "{\"before\":{\"greedy\":0.3500,\"sampled\":0.3500},"
                + "\"after\":{\"greedy\":0.9500,\"sampled\":0.9500},\"heldout\":400,\"seconds\":123.5}");
  }

  @Test
  void anAccuracyWithoutScoresIsNotZero() {
    // Given an evaluation of which no answer was scored
    Accuracy none = new Accuracy(0, 0, 400);
    EvaluationCompleted unscored =
        EvaluationCompleted.newBuilder(evaluation(2, 0)).setGreedy(none).setSampled(none).build();

    // Then
    assertThat(ProgressLine.text(fold(unscored), Duration.ZERO, Optional.empty()))
        .contains("accuracy greedy – sampled –");
    assertThat(new DemoResult(unscored, evaluation(9, 0), 400, 1).json())
        .startsWith(
            "{\"before\":{\"greedy\":null,\"sampled\":null},\"after\":{\"greedy\":0.0000,\"sampled\":0.0000}");
    assertThat(new DemoResult(unscored, evaluation(9, 0), 400, 1).table().get(1))
        .contains("–")
        .contains("0.000");
  }

  @Test
  void eachReasonOfAStandstillIsReportedOnce() {
    ProgressLine line = new ProgressLine(new Terminal(System.out, System.err, false));

    assertThat(line.newStandstill(Optional.of("none of 20 groups")))
        .contains("stalled     none of 20 groups");
    assertThat(line.newStandstill(Optional.of("none of 48 groups"))).isEmpty();
    assertThat(line.newStandstill(Optional.of("no learner is alive")))
        .contains("stalled     no learner is alive");
    assertThat(line.newStandstill(Optional.empty())).isEmpty();
    assertThat(line.newStandstill(Optional.of("no learner is alive"))).isPresent();
  }

  @Test
  void lineShowsStageStepRewardAccuracyRateStalenessAndTime() {
    String line =
        ProgressLine.text(
            fold(evaluation(2, 140), phase(Phase.TRAINING, 2)),
            java.time.Duration.ofSeconds(65),
            java.util.Optional.of(java.time.Duration.ofMinutes(5)));

    assertThat(line)
        .isEqualTo(
            "training (rl)    step 0   reward  –    accuracy greedy 0.350 sampled 0.350"
                + "  – tokens/s  staleness –  1:05 elapsed, at most 3:55 left");
  }

  @Test
  void aServicesProblemIsReportedOnceAndAgainWhenItRecurs() {
    // Given a curriculum whose problem changes, disappears and recurs
    ProgressLine line = new ProgressLine(new Terminal(System.out, System.err, false));
    DemoProgress first = fold(beat("500 groups had equal rewards"));
    // Then it is reported when it begins
    assertThat(line.newProblems(first))
        .containsExactly("problem     curriculum/p1 500 groups had equal rewards");
    assertThat(line.newProblems(first.apply(beat("548 groups had equal rewards")))).isEmpty();
    assertThat(line.newProblems(first.apply(beat("")))).isEmpty();
    assertThat(line.newProblems(first)).hasSize(1);
  }

  @Test
  void aStoppedWorkersTokenRateIsNotShown() {
    // Given
    Heartbeat working =
        Heartbeat.newBuilder(beat(""))
            .setMetrics(Map.of("headrace_rollout_tokens_per_second", 355.0))
            .build();
    Heartbeat gone = Heartbeat.newBuilder(working).setState(ServiceState.STOPPED).build();

    // Then
    assertThat(fold(working).totalTokensPerSecond()).contains(355.0);
    assertThat(fold(working, gone).totalTokensPerSecond()).isEmpty();
  }

  @Test
  void instancesWithoutHeartbeatsAreRemoved() {
    // Given a year of workers that were killed and replaced each minute
    DemoProgress progress = DemoProgress.none();
    for (int worker = 0; worker < 10_000; worker++) {
      progress =
          progress.apply(
              Heartbeat.newBuilder(beat("out of memory"))
                  .setInstance("w" + worker)
                  .setMetrics(Map.of("headrace_rollout_tokens_per_second", 10.0))
                  .setSentAt(NOW.plusSeconds(60L * worker))
                  .build());
    }

    // Then only the last one has a rate and a problem
    assertThat(progress.totalTokensPerSecond()).contains(10.0);
    assertThat(progress.problems()).containsOnlyKeys("curriculum/w9999");
  }

  @Test
  void theNewestEvaluationsAndThoseNamedByStagesAreKept() {
    // Given a run that trains from version 3 and has many evaluations
    DemoProgress progress = fold(evaluation(3, 140), phase(Phase.TRAINING, 3));
    for (long version = 4; version < 5_000; version++) {
      progress = progress.apply(evaluation(version, 200));
    }

    // Then
    assertThat(progress.evaluations()).hasSizeLessThan(70);
    assertThat(progress.coldStart()).contains(evaluation(3, 140));
    assertThat(progress.latest()).contains(evaluation(4_999, 200));
  }

  private static Heartbeat beat(String problem) {
    return Heartbeat.newBuilder()
        .setRun("r")
        .setService("curriculum")
        .setInstance("p1")
        .setState(ServiceState.RUNNING)
        .setMetrics(Map.of())
        .setProblem(problem)
        .setSentAt(NOW)
        .build();
  }

  private static DemoProgress fold(SpecificRecord... events) {
    DemoProgress progress = DemoProgress.none();
    for (SpecificRecord event : List.of(events)) {
      progress = progress.apply(event);
    }
    return progress;
  }

  private static PhaseChanged phase(Phase phase, long version) {
    return PhaseChanged.newBuilder()
        .setRun("r")
        .setPhase(phase)
        .setReason("")
        .setWeightsVersion(version)
        .setChangedAt(NOW)
        .build();
  }

  private static EvaluationCompleted evaluation(long version, int correct) {
    Accuracy accuracy =
        Accuracy.newBuilder().setCorrect(correct).setScored(400).setRequested(400).build();
    return EvaluationCompleted.newBuilder()
        .setRun("r")
        .setEvaluation("v" + version)
        .setWeightsVersion(version)
        .setNewestWeightsVersion(version)
        .setGreedy(accuracy)
        .setSampled(accuracy)
        .setStartedAt(NOW)
        .setCompletedAt(NOW)
        .build();
  }
}
