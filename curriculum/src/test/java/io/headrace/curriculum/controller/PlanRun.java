package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.capacity.TrainableOutcome;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A run with a real controller; workers, assembler and learner are simulated. */
final class PlanRun {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  final List<RunEvent> log = new ArrayList<>();
  final RunController controller;

  private final ControllerSettings settings;
  private final Consumer<PlanRun> afterEach;
  private Instant now = BEGIN;
  private long step;
  private long version;
  private List<GroupRequest> unanswered = new ArrayList<>();
  private final List<GroupOutcome> untaken = new ArrayList<>();

  /**
   * A run.
   *
   * @param afterEach what to check after each event
   */
  PlanRun(ControllerSettings settings, Consumer<PlanRun> afterEach) {
    this.settings = settings;
    this.afterEach = afterEach;
    this.controller = new RunController(settings, Settings.supply(), BEGIN);
  }

  Instant now() {
    return now;
  }

  /** Writes an event to the log. */
  void append(RunEvent event) {
    log.add(event);
    controller.apply(event);
    if (event instanceof RunEvent.Requested(GroupRequest request)) {
      unanswered.add(request);
    }
    if (event instanceof RunEvent.Stepped(StepCompleted taken)) {
      step = taken.getStep();
      version = Math.max(version, taken.getWeightsOut());
    }
    afterEach.accept(this);
  }

  /** Applies decisions until the controller has none; returns their events. */
  List<RunEvent> settle() {
    now = now.plusSeconds(1);
    List<RunEvent> all = new ArrayList<>();
    for (List<RunEvent> decided = controller.decide(now);
        !decided.isEmpty();
        decided = controller.decide(now)) {
      decided.forEach(this::append);
      all.addAll(decided);
    }
    return all;
  }

  /** Applies steps of the granted stage, of which the last is published, and then decisions. */
  List<RunEvent> learn(int steps) {
    TrainingGranted grant = grant();
    for (int i = 1; i <= steps; i++) {
      boolean publishes = grant.getStage() == Stage.RL || i == steps;
      long out = version + (publishes ? 1 : 0);
      List<SkippedEntry> skipped = new ArrayList<>();
      List<BatchEntry> batch = batch(grant, skipped);
      StepCompleted taken =
          Events.step("run", step + 1, grant.getStage(), version, out, batch, skipped, now);
      append(
          new RunEvent.Stepped(
              StepCompleted.newBuilder(taken).setStageId(grant.getStageId()).build()));
    }
    return settle();
  }

  /**
   * Answers all open requests: of held-out tasks the given number in five correctly, of others
   * half.
   */
  List<RunEvent> answer(int correctOfFive) {
    return answer(correctOfFive, 1.0, 0.0);
  }

  /**
   * Answers all open requests: of held-out tasks the given number in five correctly, others with
   * the given scores.
   */
  List<RunEvent> answer(int correctOfFive, Double... training) {
    List<GroupRequest> open = unanswered;
    unanswered = new ArrayList<>();
    int number = 0;
    for (GroupRequest request : open) {
      Double[] scores =
          request.getPurpose() == Purpose.TRAIN
              ? training
              : new Double[] {number++ / 2 % 5 < correctOfFive ? 1.0 : 0.0};
      GroupOutcome group = Events.outcome(request, version, now, scores);
      if (request.getPurpose() == Purpose.TRAIN) {
        untaken.add(group);
      }
      append(new RunEvent.GroupAssembled(group));
    }
    return settle();
  }

  /** The learner answers the grant that ended training. */
  List<RunEvent> stop() {
    append(new RunEvent.LearnerHalted(Events.stopped("run", grant().getNumber(), version, now)));
    return settle();
  }

  /** The newest grant. */
  TrainingGranted grant() {
    return log.stream()
        .filter(RunEvent.Granted.class::isInstance)
        .map(event -> ((RunEvent.Granted) event).event())
        .reduce((_, newest) -> newest)
        .orElseThrow();
  }

  /** The stage or end state, in words. */
  String state() {
    return controller.summary(now).position().orElseThrow().state().text();
  }

  /** A controller that read the log so far. */
  RunController rebuilt() {
    RunController other = new RunController(settings, Settings.supply(), BEGIN);
    log.forEach(other::apply);
    return other;
  }

  /** The next groups by the recipe of the granted stage; those before them are left out. */
  private List<BatchEntry> batch(TrainingGranted grant, List<SkippedEntry> skipped) {
    List<BatchEntry> batch = new ArrayList<>();
    StagePlan plan = settings.plan();
    PlannedStage stage =
        plan.find(grant.getStageId())
            .or(() -> plan.first(StageKind.of(grant.getStage())))
            .orElseThrow();
    if (!(stage instanceof PlannedStage.Rl rl)) {
      return batch;
    }
    while (batch.size() < rl.recipe().groupsPerStep()) {
      assertThat(untaken).as("groups for a step of " + rl.id()).isNotEmpty();
      GroupOutcome group = untaken.removeFirst();
      if (TrainableOutcome.admits(group, rl.recipe().mixedRewardsOnly())) {
        batch.add(new BatchEntry(group.getGroupId(), 0, 0L, 2));
      } else {
        skipped.add(new SkippedEntry(group.getGroupId(), 0, 0L, "left out"));
      }
    }
    return batch;
  }

  /** Training groups that were requested and not answered. */
  long requested() {
    return unanswered.stream().filter(each -> each.getPurpose() == Purpose.TRAIN).count();
  }
}
