package io.headrace.curriculum.controller;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a run has come: its stage or end state, what operators asked, its steps and newest
 * weights. A fold over the control and steps topics, each in its own order. Not thread-safe.
 */
public final class RunProgress {

  private final ActiveTime activity;
  private boolean started;

  /** Not part of a snapshot: what follows from it is decided before the next one is written. */
  private boolean startedAgain;

  private final String run;
  private final StagePlan plan;
  private final StageCounts steps;
  private Optional<RunPosition> position = Optional.empty();
  private Optional<RunPosition> newestStage = Optional.empty();
  private WeightsVersion trainingFrom = new WeightsVersion(0);
  private boolean paused;
  private boolean stopped;
  private WeightsVersion newest = new WeightsVersion(0);
  private Optional<TrainingGranted> grant = Optional.empty();
  private Optional<LearnerStopped> halted = Optional.empty();

  /**
   * The progress of a run that nothing is known of yet.
   *
   * @param opened when this process took the run up
   */
  RunProgress(String run, StagePlan plan, Instant opened) {
    this.run = run;
    this.plan = plan;
    this.steps = new StageCounts(plan);
    activity = new ActiveTime(opened);
  }

  void started(RunStarted event) {
    started = true;
    startedAgain = isFinished();
    activity.started(event.getStartedAt());
  }

  void moved(RunPosition next) {
    startedAgain = false;
    position = Optional.of(next);
    next.stage()
        .ifPresent(
            stage -> {
              newestStage = position;
              steps.entered(plan.at(stage));
            });
    if (next.isIn(StageKind.RL)) {
      trainingFrom = next.weights();
    }
  }

  void commanded(CommandIssued command) {
    switch (command.getCommand()) {
      case PAUSE -> paused = true;
      case RESUME -> paused = false;
      case STOP -> stopped = true;
    }
  }

  void stepped(StepCompleted step) {
    steps.stepped(step);
    newest = new WeightsVersion(Math.max(newest.value(), step.getWeightsOut()));
    activity.stepped(step);
  }

  void granted(TrainingGranted event) {
    grant = Optional.of(event);
  }

  void halted(LearnerStopped event) {
    halted = Optional.of(event);
  }

  /** The progress, for a snapshot. */
  ProgressState state() {
    return ProgressState.newBuilder()
        .setStarted(started)
        .setPhase(position.flatMap(at -> at.endEvent(run)).orElse(null))
        .setStage(newestStage.flatMap(at -> at.stageEvent(run)).orElse(null))
        .setStages(steps.state())
        .setTrainingFrom(trainingFrom.value())
        .setPaused(paused)
        .setStopped(stopped)
        .setNewestVersion(newest.value())
        .setColdStartSteps(steps.of(StageKind.SFT))
        .setTrainingSteps(steps.of(StageKind.RL))
        .setLastStepMillis(0)
        .setActiveMillis(activity.total().toMillis())
        .setLastActiveAt(activity.last())
        .setGrant(grant.orElse(null))
        .setHalted(halted.orElse(null))
        .build();
  }

  /** Takes over the state of a snapshot; only for a progress that nothing was applied to. */
  void restore(ProgressState state) {
    started = state.getStarted();
    position = RunPosition.restored(state.getStage(), state.getPhase());
    newestStage =
        RunPosition.restored(state.getStage(), null)
            .or(() -> position.filter(at -> at.stage().isPresent()));
    trainingFrom = new WeightsVersion(state.getTrainingFrom());
    paused = state.getPaused();
    stopped = state.getStopped();
    newest = new WeightsVersion(state.getNewestVersion());
    steps.restore(state);
    newestStage.flatMap(RunPosition::stage).map(plan::at).ifPresent(steps::entered);
    grant = Optional.ofNullable(state.getGrant());
    halted = Optional.ofNullable(state.getHalted());
    activity.restore(Duration.ofMillis(state.getActiveMillis()), state.getLastActiveAt());
  }

  /** Whether the log holds the run's start. */
  public boolean isStarted() {
    return started;
  }

  /** Whether the run was started again after it finished: with other settings, or not measured. */
  public boolean isStartedAgain() {
    return startedAgain;
  }

  /** The stage or end state; empty before the first is decided. */
  public Optional<RunPosition> position() {
    return position;
  }

  /** Whether all is done. */
  public boolean isFinished() {
    return position.filter(RunPosition::isFinished).isPresent();
  }

  /** The newest stage, also in an end state; before the first, the first of the plan. */
  public PlannedStage stage() {
    return newestStage
        .flatMap(RunPosition::stage)
        .map(plan::at)
        .orElseGet(() -> isFinished() ? plan.stages().getLast() : plan.stages().getFirst());
  }

  /** Number of the newest stage within the plan, from 1; 0 before the first. */
  public int stageNumber() {
    return position.isEmpty() ? 0 : plan.stages().indexOf(stage()) + 1;
  }

  /** Why the run is in its stage or end state; empty before the first. */
  public String reason() {
    return position.map(RunPosition::reason).orElse("");
  }

  /** Id of the evaluation that decided the stage or end state; empty when none did. */
  public String decidingEvaluation() {
    return position.map(RunPosition::evaluation).orElse("");
  }

  /** When the stage or end state began; the epoch before the first. */
  public Instant since() {
    return position.map(RunPosition::since).orElse(Instant.EPOCH);
  }

  /** Whether no new groups are asked for until RESUME. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether an operator asked to finish. */
  public boolean isStopped() {
    return stopped;
  }

  /** The newest committed weights that a step made. */
  public WeightsVersion newestVersion() {
    return newest;
  }

  /** The weights that the newest stage of policy optimization started from. */
  public WeightsVersion trainingFrom() {
    return trainingFrom;
  }

  /** Steps of a stage. */
  public long steps(PlannedStage stage) {
    return steps.of(stage.id());
  }

  /** Steps of policy optimization, all its stages together. */
  public long trainingSteps() {
    return steps.of(StageKind.RL);
  }

  /** Whether a stage of a kind was entered. */
  public boolean hasEntered(StageKind kind) {
    return steps.has(kind);
  }

  /** How long the run was at work; times when it was down do not count. */
  public Duration activeTime(Instant now) {
    return activity.until(now);
  }

  /** How far the learner may train; empty before the first grant. */
  public Optional<TrainingGranted> grant() {
    return grant;
  }

  /** Where the learner stopped; empty until it answered the grant that ended training. */
  public Optional<LearnerStopped> halted() {
    return halted.filter(
        answer ->
            grant
                .filter(asked -> asked.getEnds() && asked.getNumber() == answer.getGrant())
                .isPresent());
  }
}
