package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FinalEvaluationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RunProgress progress = new RunProgress("run", Settings.small().plan(), NOW);
  private final EvaluationTracker evaluations = new EvaluationTracker();

  @Test
  void nothingIsDueBeforeTheLearnerHasStopped() {
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    assertThat(FinalEvaluation.end(progress, evaluations)).isEmpty();
  }

  @Test
  void aConclusiveEvaluationIsTheResult() {
    stopped();
    ask("v7-final");
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    complete("v7-final", new Accuracy(200, 270, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    assertThat(FinalEvaluation.end(progress, evaluations))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final", true));
  }

  @Test
  void anInconclusiveEvaluationIsRepeatedAndTheNextMayBeConclusive() {
    // Given an evaluation of which one greedy answer was scored, and right
    stopped();
    ask("v7-final");
    complete("v7-final", new Accuracy(1, 1, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.end(progress, evaluations)).isEmpty();
    // When it is repeated
    assertThat(FinalEvaluation.due(progress, evaluations).map(EvaluationId::toString))
        .contains("v7-final-2");
    ask("v7-final-2");
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    complete("v7-final-2", new Accuracy(200, 300, 300), new Accuracy(100, 300, 300));
    // Then the second is the result
    assertThat(FinalEvaluation.end(progress, evaluations))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final-2", true));
  }

  @Test
  void afterThreeInconclusiveEvaluationsTheWeightsAreNotMeasured() {
    stopped();
    for (String id : List.of("v7-final", "v7-final-2", "v7-final-3")) {
      assertThat(FinalEvaluation.due(progress, evaluations).map(EvaluationId::toString))
          .contains(id);
      assertThat(FinalEvaluation.end(progress, evaluations)).isEmpty();
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
    }
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    assertThat(FinalEvaluation.end(progress, evaluations).orElseThrow().sentence())
        .startsWith(
            "the final weights v7 were not measured: the last of 3 evaluations scored 1 of 300"
                + " greedy and 0 of 300 sampled answers, and 90 % of each are needed");
  }

  @Test
  void aRunThatEndedUnmeasuredMakesThreeMoreAttemptsWhenStartedAgain() {
    // Given
    stopped();
    for (String id : List.of("v7-final", "v7-final-2", "v7-final-3")) {
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
    }
    progress.apply(Events.position(End.FINISHED, "", 7, "v7-final-3", NOW));
    assertThat(FinalEvaluation.end(progress, evaluations).orElseThrow().measured()).isFalse();

    // When it enters FINISHING again
    progress.apply(Events.position(End.FINISHING, "", 7, "v7-final-3", NOW));

    // Then the earlier attempts do not count
    assertThat(FinalEvaluation.end(progress, evaluations)).isEmpty();
    for (String id : List.of("v7-final-4", "v7-final-5")) {
      assertThat(FinalEvaluation.due(progress, evaluations).map(EvaluationId::toString))
          .contains(id);
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
      assertThat(FinalEvaluation.end(progress, evaluations)).isEmpty();
    }
    ask("v7-final-6");
    complete("v7-final-6", new Accuracy(200, 300, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.due(progress, evaluations)).isEmpty();
    assertThat(FinalEvaluation.end(progress, evaluations))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final-6", true));
  }

  private void stopped() {
    TrainingGranted end = new ProgressFixture("run").end(1);
    progress.apply(Events.step("run", 1, Stage.RL, 6, 7, List.of(), List.of(), NOW));
    progress.apply(end);
    progress.apply(Events.stopped("run", end.getNumber(), 7, NOW));
  }

  private void ask(String id) {
    evaluations.apply(
        GroupRequest.newBuilder(RunFixture.of("run").request(1))
            .setPurpose(Purpose.EVALUATION)
            .setEvaluation(id)
            .build());
  }

  private void complete(String id, Accuracy greedy, Accuracy sampled) {
    evaluations.apply(
        EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(7, 0))
            .setEvaluation(id)
            .setGreedy(greedy)
            .setSampled(sampled)
            .build());
  }
}
