package io.headrace.curriculum.controller;

import io.headrace.curriculum.capacity.GroupLedger;
import io.headrace.curriculum.capacity.StalenessBound;
import io.headrace.curriculum.capacity.TrainableOutcome;
import io.headrace.curriculum.capacity.TrainableRate;
import io.headrace.curriculum.sampling.PrioritizedSampling;
import io.headrace.curriculum.sampling.SuccessRates;
import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.pipeline.config.RlConfig;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.PlannedStage;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.SampleOutcome;
import io.headrace.schemas.StepCompleted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private final GroupLedger ledger = new GroupLedger();
  private final SuccessRates rates;

  RolloutScheduler(ControllerSettings settings) {
    this.settings = settings;
    this.rates = new SuccessRates(settings.priority().prior(), settings.priority().emaAlpha());
  }

  /** Records that a training group was requested. */
  void apply(GroupRequest request) {
    ledger.apply(request);
  }

  /** Records the outcome of a training group. */
  void apply(GroupOutcome group) {
    ledger.addAssembled(
        new GroupId(group.getGroupId()),
        TrainableOutcome.of(group),
        TrainableOutcome.oldestVersion(group));
    group.getSamples().stream()
        .map(SampleOutcome::getScore)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .ifPresent(mean -> rates.observe(group.getTaskId(), mean));
  }

  /** Records a step. */
  void apply(StepCompleted step) {
    ledger.apply(step);
  }

  /**
   * How many groups may be requested now, counted by the recipe of the stage. While the trainable
   * rate is poor, at most one batch at a time, with a pause in between. 0 for a plan without a
   * stage of policy optimization.
   *
   * @param lastAsked when groups were last requested
   * @param overdue a group whose deadline is not after this time reserves no capacity
   */
  long capacity(RunProgress progress, Instant lastAsked, Instant overdue, Instant now) {
    return recipe(progress)
        .map(recipe -> capacity(recipe, progress, lastAsked, overdue, now))
        .orElse(0L);
  }

  private long capacity(
      RlConfig recipe, RunProgress progress, Instant lastAsked, Instant overdue, Instant now) {
    long steps = progress.trainingSteps();
    StalenessBound bound = bound(recipe);
    long running = ledger.running(overdue);
    long waiting = waiting(progress);
    long capacity = bound.capacity(steps, bound.acceptedAt(steps, waiting), running);
    TrainableRate since = ledger.rateSinceStep(recipe.mixedRewardsOnly());
    if (since.isPoor(bound.batchGroups())) {
      Instant next = lastAsked.plus(since.pause(bound.batchGroups(), PAUSE));
      return running > 0 || now.isBefore(next) ? 0 : Math.min(capacity, bound.batchGroups());
    }
    return capacity == 0 && running == 0 && isStalled(lastAsked, now)
        ? bound.capacityWhenStalled(waiting)
        : capacity;
  }

  /** Whether no group was requested for a while: the learner may be skipping the waiting ones. */
  private boolean isStalled(Instant lastAsked, Instant now) {
    return !now.isBefore(lastAsked.plus(PAUSE));
  }

  /** Number of groups that a step of the stage may take and that are not too stale for it. */
  long waiting(RunProgress progress) {
    boolean mixed = recipe(progress).map(RlConfig::mixedRewardsOnly).orElse(false);
    return ledger.waiting(progress.newestVersion(), settings.maxStaleness(), mixed);
  }

  /** The recipe by which groups are counted: of the rl stage that reads the groups. */
  private Optional<RlConfig> recipe(RunProgress progress) {
    return settings.plan().policyStage(progress.stage()).map(PlannedStage.Rl::recipe);
  }

  private StalenessBound bound(RlConfig recipe) {
    return StalenessBound.of(recipe.groupsPerStep(), settings.maxStaleness());
  }

  /** Selects the index of a task in the pool by prioritized sampling. */
  ToIntFunction<SplittableRandom> choice(List<CurriculumTask> pool) {
    double[] success = pool.stream().mapToDouble(task -> rates.of(task.id())).toArray();
    PrioritizedSampling sampling =
        PrioritizedSampling.of(success, settings.priority().minTaskWeight());
    return random -> sampling.draw(random.nextDouble());
  }

  /**
   * The oldest weights version that may sample each of the next groups, by the group's index among
   * them, from 0. The groups ahead of it fill the steps before its own, and each of those steps
   * makes a version: samples of older weights would be too stale in its step.
   *
   * @param overdue a group whose deadline is not after this time reserves no capacity
   */
  IntFunction<WeightsVersion> oldestAllowed(RunProgress progress, Instant overdue) {
    long ahead = ledger.running(overdue) + waiting(progress);
    long newest = progress.newestVersion().value();
    long least = progress.trainingFrom().value();
    Optional<StalenessBound> bound = recipe(progress).map(this::bound);
    return place ->
        new WeightsVersion(
            Math.max(
                least, bound.map(known -> known.oldestAllowed(newest, ahead + place)).orElse(0L)));
  }

  /** One sentence while the trainable rate is poor, else empty. */
  String problem(RunProgress progress) {
    return recipe(progress)
        .filter(
            recipe ->
                ledger.rateSinceStep(recipe.mixedRewardsOnly()).isPoor(recipe.groupsPerStep()))
        .map(
            recipe ->
                ledger
                    .rateSinceStep(recipe.mixedRewardsOnly())
                    .problem(settings.run(), rates.overall()))
        .orElse("");
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
