package io.headrace.curriculum.controller;

import io.headrace.curriculum.capacity.GroupLedger;
import io.headrace.curriculum.capacity.StalenessBound;
import io.headrace.curriculum.capacity.TrainableOutcome;
import io.headrace.curriculum.capacity.TrainableRate;
import io.headrace.curriculum.sampling.PrioritizedSampling;
import io.headrace.curriculum.sampling.SuccessRates;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.pipeline.group.Trainability;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Decides which training groups to request: how many, of which tasks, sampled by which weights. Its
 * state is a fold over the log's training groups and steps; it has no clock. Not thread-safe.
 */
final class RolloutScheduler {

  /**
   * Pause between two batches while none of their groups is trainable; also the time without a
   * request after which a stalled run requests one more batch.
   */
  private static final Duration PAUSE = Duration.ofSeconds(60);

  private final ControllerSettings settings;
  private final TrainableOutcome admission;
  private final GroupLedger ledger = new GroupLedger();
  private final SuccessRates rates;

  RolloutScheduler(ControllerSettings settings) {
    this.settings = settings;
    this.admission = new TrainableOutcome(settings.groups().mixedRewards());
    this.rates = new SuccessRates(settings.priority().prior(), settings.priority().newest());
  }

  /** Records that a training group was requested. */
  void requested(GroupRequest request) {
    ledger.requested(request);
  }

  /** Records the outcome of a training group. */
  void scored(GroupOutcome group) {
    GroupId id = new GroupId(group.getGroupId());
    Trainability fitness = admission.of(group);
    if (fitness == Trainability.FIT) {
      ledger.scored(id, TrainableOutcome.oldestVersion(group));
    } else {
      ledger.unfit(id, fitness);
    }
    group.getSamples().stream()
        .map(SampleOutcome::getScore)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .ifPresent(mean -> rates.observe(group.getTaskId(), mean));
  }

  /** Records a step. */
  void taken(StepCompleted step) {
    ledger.taken(step);
  }

  /**
   * How many groups may be requested now. While the trainable rate is poor, at most one batch at a
   * time, with a pause in between.
   *
   * @param lastAsked when groups were last requested
   * @param overdue a group whose deadline is not after this time reserves no capacity
   */
  long capacity(RunProgress progress, Instant lastAsked, Instant overdue, Instant now) {
    long steps = progress.trainingSteps();
    StalenessBound bound = settings.bound();
    long running = ledger.running(overdue);
    long waiting = waiting(progress);
    long capacity = bound.capacity(steps, bound.acceptedAt(steps, waiting), running);
    TrainableRate since = ledger.yieldSinceStep();
    if (since.isPoor(bound.batchGroups())) {
      Instant next = lastAsked.plus(since.pause(bound.batchGroups(), PAUSE));
      return running > 0 || now.isBefore(next) ? 0 : Math.min(capacity, bound.batchGroups());
    }
    return capacity == 0 && running == 0 && isStalled(lastAsked, now)
        ? bound.whenStalled(waiting)
        : capacity;
  }

  /** Whether no group was requested for a while: the learner may skip those that wait. */
  private boolean isStalled(Instant lastAsked, Instant now) {
    return !now.isBefore(lastAsked.plus(PAUSE));
  }

  /** Scored groups that wait for a step and are not too stale for it. */
  long waiting(RunProgress progress) {
    return ledger.waiting(progress.newestVersion(), settings.bound().maxStaleness());
  }

  /** Chooses the index of a task in the pool, the failing ones more often. */
  ToIntFunction<SplittableRandom> choice(List<CurriculumTask> pool) {
    double[] success = pool.stream().mapToDouble(task -> rates.of(task.id())).toArray();
    PrioritizedSampling sampling = PrioritizedSampling.of(success, settings.priority().floor());
    return random -> sampling.draw(random.nextDouble());
  }

  /**
   * The oldest weights version that may sample each of the next groups, by the group's index among
   * them, from 0. The groups ahead of it fill the steps before its own, and each of those steps
   * makes a version: samples of older weights would be too stale in its step.
   *
   * @param overdue a group whose deadline is not after this time reserves no capacity
   */
  IntFunction<WeightsVersion> oldestUseful(RunProgress progress, Instant overdue) {
    StalenessBound bound = settings.bound();
    long ahead = ledger.running(overdue) + waiting(progress);
    long newest = progress.newestVersion().value();
    long least = progress.trainingFrom().value();
    return place -> new WeightsVersion(Math.max(least, bound.oldestUseful(newest, ahead + place)));
  }

  /** One sentence while the trainable rate is poor, else empty. */
  String problem() {
    TrainableRate since = ledger.yieldSinceStep();
    return since.isPoor(settings.bound().batchGroups())
        ? since.problem(settings.run(), rates.overall())
        : "";
  }

  /** The training groups by state. */
  GroupLedger ledger() {
    return ledger;
  }

  /** The success rate of each task. */
  SuccessRates rates() {
    return rates;
  }
}
