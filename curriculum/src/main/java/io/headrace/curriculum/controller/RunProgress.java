package io.headrace.curriculum.controller;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.TrainingGranted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a run has come: its phase, what operators asked, its steps and newest weights. A fold
 * over the control and steps topics, each in its own order. Not thread-safe.
 */
public final class RunProgress {

  private final ActiveTime activity;
  private boolean started;

  /** Not part of a snapshot: what follows from it is decided before the next one is written. */
  private boolean startedAgain;

  private Optional<PhaseChanged> phase = Optional.empty();
  private WeightsVersion trainingFrom = new WeightsVersion(0);
  private boolean paused;
  private boolean stopped;
  private WeightsVersion newest = new WeightsVersion(0);
  private long coldStartSteps;
  private long trainingSteps;
  private Optional<TrainingGranted> grant = Optional.empty();
  private Optional<LearnerStopped> halted = Optional.empty();

  RunProgress(Instant opened) {
    activity = new ActiveTime(opened);
  }

  void started(RunStarted event) {
    started = true;
    startedAgain = phase().filter(Phase.FINISHED::equals).isPresent();
    activity.started(event.getStartedAt());
  }

  void entered(PhaseChanged change) {
    startedAgain = false;
    phase = Optional.of(change);
    if (change.getPhase() == Phase.TRAINING) {
      trainingFrom = new WeightsVersion(change.getWeightsVersion());
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
    if (step.getStage() == Stage.SFT) {
      coldStartSteps++;
    } else {
      trainingSteps++;
    }
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
        .setPhase(phase.orElse(null))
        .setTrainingFrom(trainingFrom.value())
        .setPaused(paused)
        .setStopped(stopped)
        .setNewestVersion(newest.value())
        .setColdStartSteps(coldStartSteps)
        .setTrainingSteps(trainingSteps)
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
    phase = Optional.ofNullable(state.getPhase());
    trainingFrom = new WeightsVersion(state.getTrainingFrom());
    paused = state.getPaused();
    stopped = state.getStopped();
    newest = new WeightsVersion(state.getNewestVersion());
    coldStartSteps = state.getColdStartSteps();
    trainingSteps = state.getTrainingSteps();
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

  /** The phase; empty before the first is decided. */
  public Optional<Phase> phase() {
    return phase.map(PhaseChanged::getPhase);
  }

  /** Why the run is in its phase; empty before the first. */
  public String phaseReason() {
    return phase.map(PhaseChanged::getReason).orElse("");
  }

  /** Id of the evaluation that decided the phase; empty when none did. */
  public String phaseEvaluation() {
    return phase.map(PhaseChanged::getEvaluation).orElse("");
  }

  /** When the phase began; the epoch before the first. */
  public Instant phaseSince() {
    return phase.map(PhaseChanged::getChangedAt).orElse(Instant.EPOCH);
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

  /** The weights that policy optimization started from. */
  public WeightsVersion trainingFrom() {
    return trainingFrom;
  }

  /** Steps on demonstrations. */
  public long coldStartSteps() {
    return coldStartSteps;
  }

  /** Steps of policy optimization. */
  public long trainingSteps() {
    return trainingSteps;
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
