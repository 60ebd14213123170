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

/** The last weights are measured, or the run says that they are not. */
final class FinalEvaluationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RunProgress progress = new RunProgress("run", Settings.small().plan(), NOW);
  private final EvaluationTracker book = new EvaluationTracker();

  @Test
  void nothingIsDueBeforeTheLearnerHasStopped() {
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    assertThat(FinalEvaluation.end(progress, book)).isEmpty();
  }

  @Test
  void aConclusiveEvaluationEndsIt() {
    stopped();
    ask("v7-final");
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    complete("v7-final", new Accuracy(200, 270, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    assertThat(FinalEvaluation.end(progress, book))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final", true));
  }

  @Test
  void anInconclusiveEvaluationIsAskedAgainAndTheNextMayMeasure() {
    // Given an evaluation of which one greedy answer was scored, and right
    stopped();
    ask("v7-final");
    complete("v7-final", new Accuracy(1, 1, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.end(progress, book)).isEmpty();
    // When it is asked again
    assertThat(FinalEvaluation.due(progress, book).map(EvaluationId::toString))
        .contains("v7-final-2");
    ask("v7-final-2");
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    complete("v7-final-2", new Accuracy(200, 300, 300), new Accuracy(100, 300, 300));
    // Then that one decides
    assertThat(FinalEvaluation.end(progress, book))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final-2", true));
  }

  @Test
  void afterThreeInconclusiveEvaluationsTheRunSaysThatItWasNotMeasured() {
    stopped();
    for (String id : List.of("v7-final", "v7-final-2", "v7-final-3")) {
      assertThat(FinalEvaluation.due(progress, book).map(EvaluationId::toString)).contains(id);
      assertThat(FinalEvaluation.end(progress, book)).isEmpty();
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
    }
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    assertThat(FinalEvaluation.end(progress, book).orElseThrow().sentence())
        .startsWith(
            "the final weights v7 were not measured: the last of 3 evaluations scored 1 of 300"
                + " greedy and 0 of 300 sampled answers, and 90 % of each are needed");
  }

  @Test
  void aRunThatEndedUnmeasuredAndIsStartedAgainIsEvaluatedThreeTimesMore() {
    // Given
    stopped();
    for (String id : List.of("v7-final", "v7-final-2", "v7-final-3")) {
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
    }
    progress.moved(Events.position(End.FINISHED, "", 7, "v7-final-3", NOW));
    assertThat(FinalEvaluation.end(progress, book).orElseThrow().measured()).isFalse();

    // When it is finishing again
    progress.moved(Events.position(End.FINISHING, "", 7, "v7-final-3", NOW));

    // Then the attempts before no longer end it
    assertThat(FinalEvaluation.end(progress, book)).isEmpty();
    for (String id : List.of("v7-final-4", "v7-final-5")) {
      assertThat(FinalEvaluation.due(progress, book).map(EvaluationId::toString)).contains(id);
      ask(id);
      complete(id, new Accuracy(1, 1, 300), new Accuracy(0, 0, 300));
      assertThat(FinalEvaluation.end(progress, book)).isEmpty();
    }
    ask("v7-final-6");
    complete("v7-final-6", new Accuracy(200, 300, 300), new Accuracy(100, 300, 300));
    assertThat(FinalEvaluation.due(progress, book)).isEmpty();
    assertThat(FinalEvaluation.end(progress, book))
        .contains(new FinalEvaluation.End("the final weights v7 are measured", "v7-final-6", true));
  }

  private void stopped() {
    TrainingGranted end = new ProgressFixture("run").end(1);
    progress.stepped(Events.step("run", 1, Stage.RL, 6, 7, List.of(), List.of(), NOW));
    progress.granted(end);
    progress.halted(Events.stopped("run", end.getNumber(), 7, NOW));
  }

  private void ask(String id) {
    book.requested(
        GroupRequest.newBuilder(RunFixture.of("run").request(1))
            .setPurpose(Purpose.EVALUATION)
            .setEvaluation(id)
            .build());
  }

  private void complete(String id, Accuracy greedy, Accuracy sampled) {
    book.completed(
        EvaluationCompleted.newBuilder(new ProgressFixture("run").evaluation(7, 0))
            .setEvaluation(id)
            .setGreedy(greedy)
            .setSampled(sampled)
            .build());
  }
}
