package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.pipeline.plan.RunPosition.InStage;
import io.headrace.pipeline.plan.StageEnd;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Command;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RunControllerTest {

  private static final InStage COLD_START = new InStage("cold-start", "sft", 0);
  private static final InStage TRAINING = new InStage("training", "rl", 1);

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = BEGIN;
  private RunController controller = new RunController(Settings.small(), Settings.supply(), BEGIN);
  private long steps;
  private OptionalLong newestGrant = OptionalLong.empty();

  @Test
  void nothingIsDecidedBeforeTheRunStarted() {
    assertThat(controller.decide(now)).isEmpty();
  }

  @Test
  void theFirstDecisionWritesTheDemonstrationsAndTheColdStart() {
    // Given a run that was just created
    controller.apply(new RunEvent.Started(Events.started("run", now)));
    // When the controller decides
    List<RunEvent> decided = controller.decide(now);
    // Then all demonstrations are written before the stage
    assertThat(decided).hasSize(21);
    assertThat(decided.subList(0, 20)).allMatch(RunEvent.Demonstrated.class::isInstance);
    assertThat(position(decided.getLast()).state()).isEqualTo(COLD_START);
    // And then only the grant of the steps of the first version
    decided.forEach(controller::apply);
    assertThat(settle()).singleElement().isInstanceOf(RunEvent.Granted.class);
  }

  @Test
  void eachVersionOfTheColdStartIsEvaluatedGreedilyAndSampled() {
    // Given a cold start
    coldStart();
    // When the learner publishes version 1
    step(Stage.SFT, 1);
    List<GroupRequest> requests = requests(settle());
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
    assertThat(controller.decide(now)).isEmpty();
  }

  @Test
  void theColdStartContinuesBelowItsAccuracyAndEndsAtIt() {
    coldStart();
    // Given version 1 that solves 2 of 5
    step(Stage.SFT, 1);
    answer(requests(settle()), 0.4);
    List<RunEvent> weak = settle();
    assertThat(weak).singleElement().isInstanceOf(RunEvent.Evaluated.class);
    // When version 2 solves 3 of 5
    step(Stage.SFT, 2);
    answer(requests(settle()), 0.6);
    List<RunEvent> strong = settle();
    // Then the stage is written before the result that decided it
    RunPosition change = position(strong.get(0));
    assertThat(change.state()).isEqualTo(TRAINING);
    assertThat(change.weights()).isEqualTo(new WeightsVersion(2));
    assertThat(change.evaluation()).isEqualTo("v2-cold-start");
    assertThat(change.reason()).isEqualTo("held-out accuracy reached the goal: sampled 0.600");
    EvaluationCompleted result = ((RunEvent.Evaluated) strong.get(1)).event();
    assertThat(result.getSampled().getCorrect()).isEqualTo(3);
    assertThat(result.getGreedy().getRequested()).isEqualTo(5);
    // And training groups follow, two batches of them for staleness 1
    assertThat(requests(strong)).hasSize(8);
  }

  @Test
  void anEvaluationWithLostGroupsCompletesAtTheirLimitAndIsInconclusive() {
    coldStart();
    step(Stage.SFT, 1);
    List<GroupRequest> requests = requests(settle());
    // Given only one scored answer per mode, a correct one
    answer(requests.subList(0, 2), 1);
    controller.apply(new RunEvent.GroupAssembled(Events.dropped(requests.get(2), now)));
    assertThat(controller.decide(now)).isEmpty();
    // When the limit of its groups passes
    now = now.plus(Duration.ofSeconds(60));
    List<RunEvent> decided = settle();
    // Then the evaluation completes with the groups assembled so far, and the cold start continues
    EvaluationCompleted result = ((RunEvent.Evaluated) decided.getFirst()).event();
    assertThat(result.getSampled().getScored()).isEqualTo(1);
    assertThat(result.getSampled().getRequested()).isEqualTo(5);
    assertThat(decided).hasSize(1);
    assertThat(controller.summary(now).position().orElseThrow().state()).isEqualTo(COLD_START);
  }

  @Test
  void theColdStartEndsAfterItsSteps() {
    coldStart();
    for (int i = 0; i < 59; i++) {
      step(Stage.SFT, 0);
    }
    step(Stage.SFT, 1);
    answer(requests(settle()), 0.2);
    assertThat(position(settle().getFirst()).reason())
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
    controller =
        new RunController(
            Settings.with(plan, Optional.of(Duration.ofMinutes(1))), Settings.supply(), BEGIN);
    coldStart();
    now = now.plusSeconds(31);
    assertThat(controller.decide(now)).isEmpty();
    step(Stage.SFT, 1);
    List<GroupRequest> evaluation = requests(settle());
    // When its weights are evaluated
    answer(evaluation, 0.2);
    List<RunEvent> decided = settle();
    // Then training follows
    assertThat(position(decided.getFirst()).reason())
        .isEqualTo("the run reached 30s of active time, the limit of stage cold-start");
    assertThat(position(decided.getFirst()).weights()).isEqualTo(new WeightsVersion(1));
  }

  @Test
  void trainingRequestsContinueTheNumberingAndAreNotHeldOut() {
    List<GroupRequest> requests = train();
    List<String> heldOut =
        Settings.supply().pools().heldOut().stream().map(task -> task.id()).toList();
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.getGroupId())
                  .isEqualTo(
                      request.getTask().getTaskId()
                          + ".e"
                          + request.getEpoch()
                          + "."
                          + request.getNumber());
              assertThat(request.getTask().getTaskId()).isNotIn(heldOut);
              assertThat(request.getMinWeightsVersion()).isEqualTo(1);
            });
    assertThat(requests)
        .extracting(GroupRequest::getNumber)
        .containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L);
  }

  @Test
  void afterAStepABatchIsRequested() {
    List<GroupRequest> running = train();
    List<String> groups = mixed(running);
    assertThat(controller.decide(now)).isEmpty();
    // When the learner takes the first four
    step(Stage.RL, 2, groups.subList(0, 4));
    // Then four more are requested
    assertThat(requests(settle())).hasSize(4);
  }

  @Test
  void untrainableGroupsAreReplaced() {
    List<GroupRequest> running = train();
    // When three groups are assembled with equal rewards and one is dropped
    for (GroupRequest request : running.subList(0, 3)) {
      controller.apply(new RunEvent.GroupAssembled(Events.outcome(request, 1, now, 1.0, 1.0)));
    }
    controller.apply(new RunEvent.GroupAssembled(Events.dropped(running.get(3), now)));
    // Then four others are requested
    assertThat(requests(settle())).hasSize(4);
  }

  @Test
  void groupsPastTheirDeadlineAreReplaced() {
    train();
    assertThat(controller.decide(now)).isEmpty();
    now = now.plus(Duration.ofSeconds(60));
    assertThat(requests(settle())).hasSize(8);
  }

  @Test
  void timeWhileTheRunWasDownDoesNotCountForDeadlines() {
    // Given requested groups of an evaluation, and a run that is down until long after their limit
    List<RunEvent> log = new ArrayList<>();
    log.add(new RunEvent.Started(Events.started("run", now)));
    log.forEach(controller::apply);
    log.addAll(settle());
    RunEvent step =
        new RunEvent.Stepped(Events.step("run", 1, Stage.SFT, 0, 1, List.of(), List.of(), now));
    controller.apply(step);
    log.add(step);
    log.addAll(settle());
    // When the run is opened again
    Instant back = now.plus(Duration.ofHours(5));
    RunController later = new RunController(Settings.small(), Settings.supply(), back);
    log.forEach(later::apply);
    // Then no group is overdue before the limit has passed once more
    assertThat(later.decide(back.plusSeconds(59))).noneMatch(RunEvent.Evaluated.class::isInstance);
    assertThat(later.decide(back.plusSeconds(60))).anyMatch(RunEvent.Evaluated.class::isInstance);
  }

  @Test
  void oneMoreBatchIsRequestedWhenNoStepTakesTheWaitingGroups() {
    // Given the allowed number of groups, all waiting for a step
    mixed(train());
    assertThat(controller.decide(now)).isEmpty();
    // When no step takes them for a minute
    now = now.plus(Duration.ofSeconds(60));
    List<GroupRequest> more = requests(settle());
    // Then one more batch is requested, once
    assertThat(more).hasSize(4);
    mixed(more);
    now = now.plus(Duration.ofSeconds(60));
    assertThat(controller.decide(now)).isEmpty();
  }

  @Test
  void aPausedRunRequestsNothingUntilResumed() {
    List<GroupRequest> running = train();
    command(Command.PAUSE);
    step(Stage.RL, 2, mixed(running).subList(0, 4));
    assertThat(controller.decide(now)).isEmpty();
    command(Command.RESUME);
    assertThat(requests(settle())).hasSize(4);
  }

  @Test
  void trainingIsEvaluatedEveryThirdVersionUntilTheGoalIsReached() {
    train();
    for (int version = 2; version <= 3; version++) {
      step(Stage.RL, version);
      assertThat(evaluations(settle())).isEmpty();
    }
    // Given the third version after the cold start's
    step(Stage.RL, 4);
    List<GroupRequest> evaluation = evaluations(settle());
    assertThat(evaluation).extracting(GroupRequest::getEvaluation).containsOnly("v4-training");
    // When all its answers are correct
    answer(evaluation, 1);
    List<RunEvent> decided = settle();
    // Then FINISHING, the result and the grant that ends training are written
    assertThat(position(decided.getFirst()).state()).isEqualTo(End.FINISHING);
    assertThat(position(decided.getFirst()).reason())
        .isEqualTo("held-out accuracy reached the goal: greedy 1.000, sampled 1.000");
    assertThat(((RunEvent.Granted) decided.get(2)).event().getEnds()).isTrue();
    // And the final evaluation is requested once the learner has answered
    halt();
    assertThat(evaluations(settle()))
        .hasSize(10)
        .allMatch(r -> r.getEvaluation().equals("v4-final"));
  }

  @Test
  void theFinalEvaluationWaitsForTheStepInProgress() {
    // Given a run that is stopped while a step is in progress
    train();
    command(Command.STOP);
    assertThat(evaluations(settle())).isEmpty();
    // When its weights are published after an hour
    now = now.plus(Duration.ofHours(1));
    assertThat(settle()).isEmpty();
    assertThat(controller.summary(now).problem())
        .contains("the learner has not answered with its last version");
    step(Stage.RL, 2);
    assertThat(settle()).isEmpty();
    halt();
    List<GroupRequest> last = evaluations(settle());
    // Then they are evaluated, and the run finishes after that
    assertThat(last).extracting(GroupRequest::getEvaluation).containsOnly("v2-final");
    assertThat(controller.summary(now).problem()).isEmpty();
    answer(last, 1);
    List<RunEvent> decided = settle();
    assertThat(decided.getFirst()).isInstanceOf(RunEvent.Evaluated.class);
    assertThat(position(decided.get(1)).state()).isEqualTo(End.FINISHED);
    assertThat(decided).hasSize(2);
  }

  @Test
  void aRunFinishesAtItsTimeBudget() {
    train();
    now = now.plus(Duration.ofMinutes(61));
    List<RunEvent> decided = settle();
    assertThat(position(decided.getFirst()).reason())
        .isEqualTo("the time budget of 3600s is used up");
  }

  @Test
  void aRunWithoutColdStartEvaluatesItsInitialWeightsAndTrains() {
    controller =
        new RunController(
            Settings.with(
                new StagePlan(List.of(Settings.rl("training", StageEnd.after(10)))),
                Optional.of(Duration.ofHours(1))),
            Settings.supply(),
            BEGIN);
    controller.apply(new RunEvent.Started(Events.started("run", now)));
    List<RunEvent> decided = settle();
    assertThat(position(decided.getFirst()).state()).isEqualTo(new InStage("training", "rl", 0));
    assertThat(evaluations(decided))
        .extracting(GroupRequest::getEvaluation)
        .containsOnly("v0-training");
    assertThat(controller.summary(now).newestVersion()).isEqualTo(new WeightsVersion(0));
    assertThat(requests(decided)).hasSize(18);
  }

  private void coldStart() {
    controller.apply(new RunEvent.Started(Events.started("run", now)));
    settle();
  }

  /** Takes the run to training at version 1 and returns its first training requests. */
  private List<GroupRequest> train() {
    coldStart();
    step(Stage.SFT, 1);
    answer(requests(settle()), 0.6);
    return requests(settle());
  }

  private List<RunEvent> settle() {
    List<RunEvent> all = new ArrayList<>();
    for (List<RunEvent> decided = controller.decide(now);
        !decided.isEmpty();
        decided = controller.decide(now)) {
      decided.forEach(this::apply);
      all.addAll(decided);
    }
    return all;
  }

  private void apply(RunEvent event) {
    if (event instanceof RunEvent.Granted(var grant)) {
      newestGrant = OptionalLong.of(grant.getNumber());
    }
    controller.apply(event);
  }

  private void step(Stage stage, long version) {
    step(stage, version, List.of());
  }

  private void step(Stage stage, long version, List<String> groups) {
    long in = controller.summary(now).newestVersion().value();
    List<BatchEntry> batch = groups.stream().map(id -> new BatchEntry(id, 0, 0L, 2)).toList();
    controller.apply(
        new RunEvent.Stepped(
            Events.step("run", ++steps, stage, in, Math.max(in, version), batch, List.of(), now)));
  }

  /** The learner answers the newest grant. */
  private void halt() {
    long version = controller.summary(now).newestVersion().value();
    controller.apply(
        new RunEvent.LearnerHalted(Events.stopped("run", newestGrant.orElseThrow(), version, now)));
  }

  private void command(Command command) {
    controller.apply(new RunEvent.Commanded(Events.command("run", command, now)));
  }

  /** Answers evaluation requests; in each mode the first ones, in the given ratio, are correct. */
  private void answer(List<GroupRequest> requests, double ratio) {
    for (int i = 0; i < requests.size(); i++) {
      double score = i / 2 < Math.round(ratio * requests.size() / 2) ? 1 : 0;
      GroupRequest request = requests.get(i);
      controller.apply(
          new RunEvent.GroupAssembled(
              Events.outcome(request, request.getMinWeightsVersion(), now, score)));
    }
  }

  private List<String> mixed(List<GroupRequest> requests) {
    List<String> groups = new ArrayList<>();
    for (GroupRequest request : requests) {
      groups.add(request.getGroupId());
      controller.apply(new RunEvent.GroupAssembled(Events.outcome(request, 1, now, 1.0, 0.0)));
    }
    return groups;
  }

  private static RunPosition position(RunEvent event) {
    return ((RunEvent.PositionChanged) event).position();
  }

  private static List<GroupRequest> requests(List<RunEvent> events) {
    return events.stream()
        .filter(RunEvent.Requested.class::isInstance)
        .map(event -> ((RunEvent.Requested) event).event())
        .toList();
  }

  private static List<GroupRequest> evaluations(List<RunEvent> events) {
    return requests(events).stream().filter(r -> r.getPurpose() == Purpose.EVALUATION).toList();
  }
}
