package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Command;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evaluations and the end of a run. */
final class RunControllerTest {

  private ControllerRun run = new ControllerRun();

  @Test
  void trainingIsEvaluatedEveryThirdVersionUntilTheGoalIsReached() {
    run.startTraining();
    for (int version = 2; version <= 3; version++) {
      run.step(Stage.RL, version);
      assertThat(ControllerRun.evaluations(run.settle())).isEmpty();
    }
    // Given the third version after the cold start's
    run.step(Stage.RL, 4);
    List<GroupRequest> evaluation = ControllerRun.evaluations(run.settle());
    assertThat(evaluation).extracting(GroupRequest::getEvaluation).containsOnly("v4-training");
    // When all its answers are correct
    run.answer(evaluation, 1);
    List<RunEvent> decided = run.settle();
    // Then FINISHING, the result and the grant that ends training are written
    assertThat(ControllerRun.position(decided.getFirst()).state()).isEqualTo(End.FINISHING);
    assertThat(ControllerRun.position(decided.getFirst()).reason())
        .isEqualTo("held-out accuracy reached the goal: greedy 1.000, sampled 1.000");
    assertThat(((RunEvent.Granted) decided.get(2)).event().getEnds()).isTrue();
    // And the final evaluation is requested once the learner has answered
    run.answerGrant();
    assertThat(ControllerRun.evaluations(run.settle()))
        .hasSize(10)
        .allMatch(r -> r.getEvaluation().equals("v4-final"));
  }

  @Test
  void theFinalEvaluationWaitsForTheStepInProgress() {
    // Given a run that is stopped while a step is in progress
    run.startTraining();
    run.command(Command.STOP);
    assertThat(ControllerRun.evaluations(run.settle())).isEmpty();
    // When its weights are published after an hour
    run.passTime(Duration.ofHours(1));
    assertThat(run.settle()).isEmpty();
    assertThat(run.controller.summary(run.now()).problem())
        .contains("the learner has not answered with its last version");
    run.step(Stage.RL, 2);
    assertThat(run.settle()).isEmpty();
    run.answerGrant();
    List<GroupRequest> last = ControllerRun.evaluations(run.settle());
    // Then they are evaluated, and the run finishes after that
    assertThat(last).extracting(GroupRequest::getEvaluation).containsOnly("v2-final");
    assertThat(run.controller.summary(run.now()).problem()).isEmpty();
    run.answer(last, 1);
    List<RunEvent> decided = run.settle();
    assertThat(decided.getFirst()).isInstanceOf(RunEvent.Evaluated.class);
    assertThat(ControllerRun.position(decided.get(1)).state()).isEqualTo(End.FINISHED);
    assertThat(decided).hasSize(2);
  }

  @Test
  void aRunFinishesAtItsTimeBudget() {
    run.startTraining();
    run.passTime(Duration.ofMinutes(61));
    List<RunEvent> decided = run.settle();
    assertThat(ControllerRun.position(decided.getFirst()).reason())
        .isEqualTo("the time budget of 3600s is used up");
  }

  @Test
  void aRunWithoutColdStartEvaluatesItsInitialWeightsAndTrains() {
    run =
        new ControllerRun(
            Settings.with(
                new StagePlan(List.of(Settings.rl("training", StageEnd.after(10)))),
                Optional.of(Duration.ofHours(1))));
    run.controller.apply(new RunEvent.Started(Events.started("run", run.now())));
    List<RunEvent> decided = run.settle();
    assertThat(ControllerRun.position(decided.getFirst()).state())
        .isEqualTo(new InStage("training", "rl", 0));
    assertThat(ControllerRun.evaluations(decided))
        .extracting(GroupRequest::getEvaluation)
        .containsOnly("v0-training");
    assertThat(run.controller.summary(run.now()).newestVersion()).isEqualTo(new WeightsVersion(0));
    assertThat(ControllerRun.requests(decided)).hasSize(18);
  }
}
