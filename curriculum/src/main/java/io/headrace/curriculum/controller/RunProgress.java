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
 * The progress of a run: its stage or end state, the operators' commands, its steps and its newest
 * weights. A fold over the topics control and steps, which may interleave in any order. Not
 * thread-safe.
 */
public final class RunProgress {

  private final ActiveTime activity;
  private boolean started;

  /** Not part of a snapshot: the decision that follows from it is made before the next snapshot. */
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
   * The progress of a run without events.
   *
   * @param opened when this process opened the run
   */
  RunProgress(String run, StagePlan plan, Instant opened) {
    this.run = run;
    this.plan = plan;
    this.steps = new StageCounts(plan);
    activity = new ActiveTime(opened);
  }

  void apply(RunStarted event) {
    started = true;
    startedAgain = isFinished();
    activity.start(event.getStartedAt());
  }

  void apply(RunPosition next) {
    startedAgain = false;
    position = Optional.of(next);
    next.stage()
        .ifPresent(
            stage -> {
              newestStage = position;
              steps.enter(plan.at(stage));
            });
    if (next.isIn(StageKind.RL)) {
      trainingFrom = next.weights();
    }
  }

  void apply(CommandIssued command) {
    switch (command.getCommand()) {
      case PAUSE -> paused = true;
      case RESUME -> paused = false;
      case STOP -> stopped = true;
    }
  }

  void apply(StepCompleted step) {
    steps.apply(step);
    newest = new WeightsVersion(Math.max(newest.value(), step.getWeightsOut()));
    activity.add(step);
  }

  void apply(TrainingGranted event) {
    grant = Optional.of(event);
  }

  void apply(LearnerStopped event) {
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

  /** Restores the state of a snapshot; only before the first event is applied. */
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
    newestStage.flatMap(RunPosition::stage).map(plan::at).ifPresent(steps::enter);
    grant = Optional.ofNullable(state.getGrant());
    halted = Optional.ofNullable(state.getHalted());
    activity.restore(Duration.ofMillis(state.getActiveMillis()), state.getLastActiveAt());
  }

  /** Whether the log contains the run's start. */
  public boolean isStarted() {
    return started;
  }

  /** Whether the run was started again after it finished and has not entered a state since. */
  public boolean isStartedAgain() {
    return startedAgain;
  }

  /** The stage or end state; empty before the first is decided. */
  public Optional<RunPosition> position() {
    return position;
  }

  /** Whether the run has finished. */
  public boolean isFinished() {
    return position.filter(RunPosition::isFinished).isPresent();
  }

  /** The newest stage entered, also in an end state; before the first, the first of the plan. */
  public PlannedStage stage() {
    return newestStage
        .flatMap(RunPosition::stage)
        .map(plan::at)
        .orElseGet(() -> isFinished() ? plan.stages().getLast() : plan.stages().getFirst());
  }

  /** The newest stage's number in the plan, from 1; 0 before the first. */
  public int stageNumber() {
    return position.isEmpty() ? 0 : plan.stages().indexOf(stage()) + 1;
  }

  /** Why the run entered its stage or end state; empty before the first. */
  public String reason() {
    return position.map(RunPosition::reason).orElse("");
  }

  /** Id of the evaluation that decided the stage or end state; empty if none did. */
  public String decidingEvaluation() {
    return position.map(RunPosition::evaluation).orElse("");
  }

  /** When the run entered its stage or end state; the epoch before the first. */
  public Instant since() {
    return position.map(RunPosition::since).orElse(Instant.EPOCH);
  }

  /** Whether an operator paused the run: no groups are requested until RESUME. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether an operator stopped the run. */
  public boolean isStopped() {
    return stopped;
  }

  /** The newest weights version that a step committed. */
  public WeightsVersion newestVersion() {
    return newest;
  }

  /** The weights version that the newest rl stage started from. */
  public WeightsVersion trainingFrom() {
    return trainingFrom;
  }

  /** Number of steps of a stage. */
  public long steps(PlannedStage stage) {
    return steps.of(stage.id());
  }

  /** Number of steps of all rl stages. */
  public long trainingSteps() {
    return steps.of(StageKind.RL);
  }

  /** Whether a stage of a kind was entered. */
  public boolean hasEntered(StageKind kind) {
    return steps.has(kind);
  }

  /** How long the run was active; time when it was down does not count. */
  public Duration activeTime(Instant now) {
    return activity.until(now);
  }

  /** The newest grant; empty before the first. */
  public Optional<TrainingGranted> grant() {
    return grant;
  }

  /** The learner's answer to the grant that ends training; empty until it answered. */
  public Optional<LearnerStopped> halted() {
    return halted.filter(
        answer ->
            grant
                .filter(grant -> grant.getEnds() && grant.getNumber() == answer.getGrant())
                .isPresent());
  }
}
