package io.headrace.pipeline.health;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.plan.RunPosition;
import io.headrace.pipeline.plan.RunPosition.End;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.HealthState;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says why a run makes no progress: which service is missing, that nothing is sampled, that nothing
 * is scored, or that all rewards are equal. A fold over the run's events; topics may interleave in
 * any way. Its memory is bounded. Not thread-safe.
 *
 * <p>Progress is a step, a new stage or end state, or an evaluation with at least one scored
 * answer. What came before the newest progress, or before the run was watched, does not count.
 */
public final class RunHealth {

  /** A run is not called standing before that time without progress. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Instant watchedSince;
  private final ServicePresence services = new ServicePresence();
  private GroupOutcomeCounts back = new GroupOutcomeCounts();
  private @Nullable RunPosition position;
  private boolean paused;
  private Instant progressAt;

  /**
   * Health of a run that nothing is known of yet.
   *
   * @param watchedSince since when its heartbeats are read
   */
  public RunHealth(Instant watchedSince) {
    this.watchedSince = watchedSince;
    this.progressAt = watchedSince;
  }

  /** Takes in one event of the run; events of other kinds change nothing. */
  public void apply(SpecificRecord event) {
    switch (event) {
      case Heartbeat beat -> services.beat(beat);
      case GroupOutcome group when group.getAssembledAt().isAfter(progressAt) -> back.add(group);
      case DeadLetter letter when letter.getFailedAt().isAfter(progressAt) -> back.add(letter);
      case StepCompleted step -> progress(step.getCompletedAt());
      case EvaluationCompleted evaluation -> evaluated(evaluation);
      case CommandIssued asked -> commanded(asked);
      default -> RunPosition.of(event).ifPresent(this::moved);
    }
  }

  private void moved(RunPosition next) {
    position = next;
    progress(next.since());
  }

  /** The state without the services, whose heartbeats are read back. */
  public HealthState save() {
    HealthState.Builder state =
        HealthState.newBuilder().setProgressAt(progressAt).setPaused(paused);
    back.save(state);
    if (position != null) {
      position.endEvent("").map(PhaseChanged::getPhase).ifPresent(state::setPhase);
      position.stageEvent("").ifPresent(state::setStage);
    }
    return state.build();
  }

  /** Goes on from a saved state. */
  public void restore(HealthState state) {
    position = restored(state);
    paused = state.getPaused();
    progressAt = state.getProgressAt();
    back = GroupOutcomeCounts.restored(state);
  }

  private static @Nullable RunPosition restored(HealthState state) {
    Phase phase = state.getPhase();
    return phase == null
        ? RunPosition.restored(state.getStage(), null).orElse(null)
        : RunPosition.of(new PhaseChanged("", phase, "", 0L, "", state.getProgressAt()))
            .orElse(null);
  }

  /** Why nothing moves, in a clause without a full stop; empty while it moves or can't be said. */
  public Optional<String> standstill(Instant now) {
    return isAtWork()
        ? missingService(now).or(() -> fruitless(now)).or(() -> silent(now))
        : Optional.empty();
  }

  /** Why the groups that come back are of no use; empty while they are of use. */
  public Optional<String> fruitless(Instant now) {
    return isAtWork() && isOverdue(now)
        ? back.problem().or(back::nothingToLearn)
        : Optional.empty();
  }

  private boolean isAtWork() {
    return position != null && !position.isFinished() && !paused;
  }

  private Optional<String> missingService(Instant now) {
    return watchedSince.plus(ServicePresence.SILENCE).isAfter(now)
        ? Optional.empty()
        : services
            .gone(now)
            .map(
                service ->
                    "no %s is alive; start one with 'headrace start %s'"
                        .formatted(service, service));
  }

  /** Nothing comes back at all, though groups are asked for. */
  private Optional<String> silent(Instant now) {
    boolean samples =
        position != null && (position.isIn(StageKind.RL) || position.state() == End.FINISHING);
    if (!samples || !back.isEmpty() || !isOverdue(now) || services.isSampling(now)) {
      return Optional.empty();
    }
    if (!services.isServed(now)) {
      return Optional.of(
          "no rollout worker has weights to sample with; see 'headrace tail weights'");
    }
    long seconds = Duration.between(progressAt, now).toSeconds();
    return services
        .problem(now)
        .map(problem -> "no group came back for %d s; %s".formatted(seconds, problem))
        .or(
            () ->
                Optional.of(
                    "no group came back for %d s and no worker has samples under way; see 'headrace tail tasks'"
                        .formatted(seconds)));
  }

  private boolean isOverdue(Instant now) {
    return !progressAt.plus(PATIENCE).isAfter(now);
  }

  private void evaluated(EvaluationCompleted evaluation) {
    if (isScored(evaluation.getGreedy()) || isScored(evaluation.getSampled())) {
      progress(evaluation.getCompletedAt());
    }
  }

  private static boolean isScored(@Nullable Accuracy accuracy) {
    return accuracy != null && accuracy.getScored() > 0;
  }

  private void commanded(CommandIssued asked) {
    if (asked.getCommand() == Command.STOP) {
      return;
    }
    paused = asked.getCommand() == Command.PAUSE;
    progress(asked.getIssuedAt());
  }

  private void progress(Instant at) {
    if (!at.isBefore(progressAt)) {
      progressAt = at;
      back = new GroupOutcomeCounts();
    }
  }
}
