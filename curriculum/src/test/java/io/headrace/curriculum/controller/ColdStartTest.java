package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first stage of a run: demonstrations, evaluations of each version, and its end. */
final class ColdStartTest {

  private static final InStage COLD_START = new InStage("cold-start", "sft", 0);
  private static final InStage TRAINING = new InStage("training", "rl", 1);

  private ControllerRun run = new ControllerRun();

  @Test
  void nothingIsDecidedBeforeTheRunStarted() {
    assertThat(run.controller.decide(run.now())).isEmpty();
  }

  @Test
  void theFirstDecisionWritesTheDemonstrationsAndTheColdStart() {
    // Given a run that was just created
    run.controller.apply(new RunEvent.Started(Events.started("run", run.now())));
    // When the controller decides
    List<RunEvent> decided = run.controller.decide(run.now());
    // Then all demonstrations are written before the stage
    assertThat(decided).hasSize(21);
    assertThat(decided.subList(0, 20)).allMatch(RunEvent.Demonstrated.class::isInstance);
    assertThat(ControllerRun.position(decided.getLast()).state()).isEqualTo(COLD_START);
    // And then only the grant of the steps of the first version
    decided.forEach(run.controller::apply);
    assertThat(run.settle()).singleElement().isInstanceOf(RunEvent.Granted.class);
  }

  @Test
  void eachVersionOfTheColdStartIsEvaluatedGreedilyAndSampled() {
    // Given a cold start
    run.startColdStart();
    // When the learner publishes version 1
    run.step(Stage.SFT, 1);
    List<GroupRequest> requests = ControllerRun.requests(run.settle());
    // Then each held-out task is requested once in each mode, from this version or newer
    assertThat(requests).hasSize(10);
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.getPurpose()).isEqualTo(Purpose.EVALUATION);
              assertThat(request.getEvaluation()).isEqualTo("v1-cold-start");
              assertThat(request.getMinWeightsVersion()).isEqualTo(1);
              assertThat(request.getSamples()).isEqualTo(1);
            });
    assertThat(requests).extracting(r -> r.getSampling().getTemperature()).containsOnly(0.0, 1.0);
    assertThat(requests).extracting(GroupRequest::getGroupId).doesNotHaveDuplicates();
    assertThat(run.controller.decide(run.now())).isEmpty();
  }

  @Test
  void theColdStartContinuesBelowItsAccuracyAndEndsAtIt() {
    run.startColdStart();
    // Given version 1 that solves 2 of 5
    run.step(Stage.SFT, 1);
    run.answer(ControllerRun.requests(run.settle()), 0.4);
    List<RunEvent> weak = run.settle();
    assertThat(weak).singleElement().isInstanceOf(RunEvent.Evaluated.class);
    // When version 2 solves 3 of 5
    run.step(Stage.SFT, 2);
    run.answer(ControllerRun.requests(run.settle()), 0.6);
    List<RunEvent> strong = run.settle();
    // Then the stage is written before the result that decided it
    RunPosition change = ControllerRun.position(strong.get(0));
    assertThat(change.state()).isEqualTo(TRAINING);
    assertThat(change.weights()).isEqualTo(new WeightsVersion(2));
    assertThat(change.evaluation()).isEqualTo("v2-cold-start");
    assertThat(change.reason()).isEqualTo("held-out accuracy reached the goal: sampled 0.600");
    EvaluationCompleted result = ((RunEvent.Evaluated) strong.get(1)).event();
    assertThat(result.getSampled().getCorrect()).isEqualTo(3);
    assertThat(result.getGreedy().getRequested()).isEqualTo(5);
    // And two batches of training groups are requested, for staleness 1
    assertThat(ControllerRun.requests(strong)).hasSize(8);
  }

  @Test
  void anEvaluationWithLostGroupsCompletesAtTheirLimitAndIsInconclusive() {
    run.startColdStart();
    run.step(Stage.SFT, 1);
    List<GroupRequest> requests = ControllerRun.requests(run.settle());
    // Given only one scored answer per mode, a correct one
    run.answer(requests.subList(0, 2), 1);
    run.controller.apply(new RunEvent.GroupAssembled(Events.dropped(requests.get(2), run.now())));
    assertThat(run.controller.decide(run.now())).isEmpty();
    // When the limit of its groups passes
    run.passTime(Duration.ofSeconds(60));
    List<RunEvent> decided = run.settle();
    // Then the evaluation completes with the groups assembled so far, and the cold start continues
    EvaluationCompleted result = ((RunEvent.Evaluated) decided.getFirst()).event();
    assertThat(result.getSampled().getScored()).isEqualTo(1);
    assertThat(result.getSampled().getRequested()).isEqualTo(5);
    assertThat(decided).hasSize(1);
    assertThat(run.controller.summary(run.now()).position().orElseThrow().state())
        .isEqualTo(COLD_START);
  }

  @Test
  void theColdStartEndsAfterItsSteps() {
    run.startColdStart();
    for (int i = 0; i < 59; i++) {
      run.step(Stage.SFT, 0);
    }
    run.step(Stage.SFT, 1);
    run.answer(ControllerRun.requests(run.settle()), 0.2);
    assertThat(ControllerRun.position(run.settle().getFirst()).reason())
        .isEqualTo("stage cold-start took its 60 steps");
  }

  @Test
  void theColdStartEndsAtHalfOfTheTimeOnceItsWeightsAreEvaluated() {
    // Given a run of a minute whose cold start is below its goal after half of it
    StagePlan plan =
        new StagePlan(
            List.of(
                Settings.sft(
                    "cold-start", Settings.until(60, 0, 0.5, Optional.of(Duration.ofSeconds(30)))),
                Settings.small().plan().stages().getLast()));
    run = new ControllerRun(Settings.with(plan, Optional.of(Duration.ofMinutes(1))));
    run.startColdStart();
    run.passTime(Duration.ofSeconds(31));
    assertThat(run.controller.decide(run.now())).isEmpty();
    run.step(Stage.SFT, 1);
    List<GroupRequest> evaluation = ControllerRun.requests(run.settle());
    // When its weights are evaluated
    run.answer(evaluation, 0.2);
    List<RunEvent> decided = run.settle();
    // Then training follows
    assertThat(ControllerRun.position(decided.getFirst()).reason())
        .isEqualTo("the run reached 30s of active time, the limit of stage cold-start");
    assertThat(ControllerRun.position(decided.getFirst()).weights())
        .isEqualTo(new WeightsVersion(1));
  }

  @Test
  void timeWhileTheRunWasDownDoesNotCountForDeadlines() {
    // Given requested groups of an evaluation, and a run that is down until long after their limit
    List<RunEvent> log = new ArrayList<>();
    log.add(new RunEvent.Started(Events.started("run", run.now())));
    log.forEach(run.controller::apply);
    log.addAll(run.settle());
    RunEvent step =
        new RunEvent.Stepped(
            Events.step("run", 1, Stage.SFT, 0, 1, List.of(), List.of(), run.now()));
    run.controller.apply(step);
    log.add(step);
    log.addAll(run.settle());
    // When the run is opened again
    Instant back = run.now().plus(Duration.ofHours(5));
    RunController later = new RunController(Settings.small(), Settings.supply(), back);
    log.forEach(later::apply);
    // Then no group is overdue before the limit has passed once more
    assertThat(later.decide(back.plusSeconds(59))).noneMatch(RunEvent.Evaluated.class::isInstance);
    assertThat(later.decide(back.plusSeconds(60))).anyMatch(RunEvent.Evaluated.class::isInstance);
  }
}
