package io.headrace.pipeline.health;

import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.LearnerId;
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
 * Diagnoses why a run makes no progress: a service is missing, nothing is sampled, nothing is
 * scored, or all rewards are equal. A fold over the run's events; topics may interleave in any
 * order. Its memory is bounded. Not thread-safe.
 *
 * <p>Progress is a step, a new stage or end state, a command other than stop, or an evaluation with
 * at least one scored answer. Events before the newest progress, or before the watch began, do not
 * count.
 */
public final class RunHealth {

  /** Time without progress after which a run can be reported as stalled. */
  static final Duration STALL_TIME = Duration.ofSeconds(30);

  private final Instant watchedSince;
  private final ServicePresence services = new ServicePresence();
  private GroupOutcomeCounts counts = new GroupOutcomeCounts();
  private @Nullable RunPosition position;
  private boolean paused;
  private Instant progressAt;

  /**
   * Creates the health of a run of which no event has been applied.
   *
   * @param watchedSince when reading of its heartbeats began
   */
  public RunHealth(Instant watchedSince) {
    this.watchedSince = watchedSince;
    this.progressAt = watchedSince;
  }

  /** Applies one event of the run; events of other types are ignored. */
  public void apply(SpecificRecord event) {
    switch (event) {
      case Heartbeat beat -> services.beat(beat);
      case GroupOutcome group when group.getAssembledAt().isAfter(progressAt) -> counts.add(group);
      case DeadLetter letter when letter.getFailedAt().isAfter(progressAt) -> counts.add(letter);
      case StepCompleted step -> recordProgress(step.getCompletedAt());
      case EvaluationCompleted evaluation -> applyEvaluation(evaluation);
      case CommandIssued command -> applyCommand(command);
      default -> RunPosition.of(event).ifPresent(this::applyPosition);
    }
  }

  private void applyPosition(RunPosition next) {
    position = next;
    recordProgress(next.since());
  }

  /** The state for a snapshot, without the services, which are restored from heartbeats. */
  public HealthState save() {
    HealthState.Builder state =
        HealthState.newBuilder().setProgressAt(progressAt).setPaused(paused);
    counts.save(state);
    if (position != null) {
      position.endEvent("").map(PhaseChanged::getPhase).ifPresent(state::setPhase);
      position.stageEvent("").ifPresent(state::setStage);
    }
    return state.build();
  }

  /** Restores a saved state. */
  public void restore(HealthState state) {
    position = restored(state);
    paused = state.getPaused();
    progressAt = state.getProgressAt();
    counts = GroupOutcomeCounts.restored(state);
  }

  private static @Nullable RunPosition restored(HealthState state) {
    Phase phase = state.getPhase();
    return phase == null
        ? RunPosition.restored(state.getStage(), null).orElse(null)
        : RunPosition.of(new PhaseChanged("", phase, "", 0L, "", state.getProgressAt()))
            .orElse(null);
  }

  /** Why the run is stalled, as a clause without a full stop; empty when it is not or unknown. */
  public Optional<String> stallReason(Instant now) {
    return isActive()
        ? missingService(now).or(() -> unusableGroups(now)).or(() -> noGroupAssembled(now))
        : Optional.empty();
  }

  /**
   * Why none of the groups assembled since the last progress is usable; empty while some may be.
   */
  public Optional<String> unusableGroups(Instant now) {
    return isActive() && isOverdue(now)
        ? counts.problem().or(counts::equalRewardsProblem)
        : Optional.empty();
  }

  private boolean isActive() {
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
                        .formatted(service, startArguments(service)));
  }

  private static String startArguments(String service) {
    return LearnerId.ofService(service)
        .filter(id -> !id.isDefault())
        .map(id -> "learner --set learner.id=" + id)
        .orElse(service);
  }

  /** Why no group is assembled although groups are requested; empty otherwise. */
  private Optional<String> noGroupAssembled(Instant now) {
    boolean samples =
        position != null && (position.isIn(StageKind.RL) || position.state() == End.FINISHING);
    if (!samples || !counts.isEmpty() || !isOverdue(now) || services.isSampling(now)) {
      return Optional.empty();
    }
    if (!services.isServed(now)) {
      return Optional.of(
          "no rollout worker has weights to sample with; see 'headrace tail weights'");
    }
    long seconds = Duration.between(progressAt, now).toSeconds();
    return services
        .problem(now)
        .map(problem -> "no group was assembled for %d s; %s".formatted(seconds, problem))
        .or(
            () ->
                Optional.of(
                    "no group was assembled for %d s and no worker has pending samples; see 'headrace tail tasks'"
                        .formatted(seconds)));
  }

  private boolean isOverdue(Instant now) {
    return !progressAt.plus(STALL_TIME).isAfter(now);
  }

  private void applyEvaluation(EvaluationCompleted evaluation) {
    if (isScored(evaluation.getGreedy()) || isScored(evaluation.getSampled())) {
      recordProgress(evaluation.getCompletedAt());
    }
  }

  private static boolean isScored(@Nullable Accuracy accuracy) {
    return accuracy != null && accuracy.getScored() > 0;
  }

  private void applyCommand(CommandIssued command) {
    if (command.getCommand() == Command.STOP) {
      return;
    }
    paused = command.getCommand() == Command.PAUSE;
    recordProgress(command.getIssuedAt());
  }

  private void recordProgress(Instant at) {
    if (!at.isBefore(progressAt)) {
      progressAt = at;
      counts = new GroupOutcomeCounts();
    }
  }
}
