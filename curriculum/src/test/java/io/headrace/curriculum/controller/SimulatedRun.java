package io.headrace.curriculum.controller;

import io.headrace.curriculum.capacity.TrainableOutcome;
import io.headrace.pipeline.config.RlConfig;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.TrainingGranted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A run with a real controller and simulated random workers and learner: groups finish in any
 * order, some very late, some never; the learner takes batches in log order and skips groups that
 * are too stale.
 */
final class SimulatedRun {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** A group that a worker samples. */
  private record Rollout(GroupRequest request, long version, int left) {
    Rollout shorter() {
      return new Rollout(request, version, left - 1);
    }
  }

  final RunController controller;
  final List<RunEvent> log = new ArrayList<>();
  final List<Long> consumedStaleness = new ArrayList<>();
  Instant now = BEGIN;
  long mostUnderWay;
  int consumed;
  int leftOut;

  private final ControllerSettings settings;
  private final boolean learnerDrops;
  private final SplittableRandom random;
  private final List<GroupRequest> queue = new ArrayList<>();
  private final List<Rollout> rollouts = new ArrayList<>();
  private final List<RunEvent.GroupAssembled> scored = new ArrayList<>();
  private long version;
  private long step;
  private int taken;
  private Optional<TrainingGranted> grant = Optional.empty();
  private boolean isStopped;

  SimulatedRun(ControllerSettings settings, boolean learnerDrops, SplittableRandom random) {
    this.settings = settings;
    this.learnerDrops = learnerDrops;
    this.random = random;
    this.controller = new RunController(settings, Settings.supply(), BEGIN);
    append(new RunEvent.Started(Events.started(settings.run(), BEGIN)));
  }

  /** Advances the time by one second. */
  void tick() {
    now = now.plusSeconds(1);
    decide();
    work();
    if (random.nextInt(3) == 0) {
      learn();
    }
  }

  private void decide() {
    List<RunEvent> decided = controller.decide(now);
    while (!decided.isEmpty()) {
      decided.forEach(this::append);
      decided = controller.decide(now);
    }
    RunSummary summary = controller.summary(now);
    mostUnderWay = Math.max(mostUnderWay, summary.running() + summary.waiting());
  }

  private void work() {
    while (!queue.isEmpty() && rollouts.size() < 64) {
      int seconds = random.nextInt(20) == 0 ? random.nextInt(40) : random.nextInt(4);
      rollouts.add(new Rollout(queue.removeFirst(), version, seconds));
    }
    rollouts.replaceAll(Rollout::shorter);
    for (Rollout rollout : List.copyOf(rollouts)) {
      if (rollout.left() < 0) {
        rollouts.remove(rollout);
        finish(rollout);
      }
    }
  }

  private void finish(Rollout rollout) {
    switch (random.nextInt(100)) {
      case 0 -> {}
      case 1, 2, 3 -> append(new RunEvent.GroupAssembled(Events.dropped(rollout.request(), now)));
      default -> append(new RunEvent.GroupAssembled(group(rollout)));
    }
  }

  private GroupOutcome group(Rollout rollout) {
    double skill = Math.min(0.95, 0.3 + 0.01 * version);
    Double[] scores = new Double[rollout.request().getSamples()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextDouble() < skill ? 1.0 : 0.0;
    }
    return Events.outcome(rollout.request(), rollout.version(), now, scores);
  }

  /** Trains on a batch in log order when there are enough groups. */
  private void learn() {
    if (grant.filter(TrainingGranted::getEnds).isPresent()) {
      stop(grant.get().getNumber());
      return;
    }
    List<BatchEntry> batch = new ArrayList<>();
    List<SkippedEntry> skipped = new ArrayList<>();
    List<Long> staleness = new ArrayList<>();
    RlConfig recipe =
        settings.plan().policyStage(settings.plan().stages().getFirst()).orElseThrow().recipe();
    int next = taken;
    while (next < scored.size() && batch.size() < recipe.groupsPerStep()) {
      RunEvent.GroupAssembled group = scored.get(next++);
      long behind = version - TrainableOutcome.oldestVersion(group.event()).value();
      boolean stale = learnerDrops && behind > settings.maxStaleness();
      if (!stale && TrainableOutcome.admits(group.event(), recipe.mixedRewardsOnly())) {
        batch.add(new BatchEntry(group.event().getGroupId(), 0, 0L, 2));
        staleness.add(behind);
      } else {
        skipped.add(new SkippedEntry(group.event().getGroupId(), 0, 0L, "skipped"));
      }
    }
    if (batch.size() < recipe.groupsPerStep()) {
      return;
    }
    taken = next;
    consumed += batch.size();
    leftOut += skipped.size();
    consumedStaleness.addAll(staleness);
    append(
        new RunEvent.Stepped(
            Events.step(
                settings.run(), ++step, Stage.RL, version, ++version, batch, skipped, now)));
  }

  private void stop(long ending) {
    if (!isStopped) {
      isStopped = true;
      append(new RunEvent.LearnerHalted(Events.stopped(settings.run(), ending, version, now)));
    }
  }

  private void append(RunEvent event) {
    log.add(event);
    controller.apply(event);
    if (event instanceof RunEvent.Requested(GroupRequest request)) {
      queue.add(request);
    }
    if (event instanceof RunEvent.Granted(TrainingGranted newest)) {
      grant = Optional.of(newest);
    }
    if (event instanceof RunEvent.GroupAssembled group
        && group.event().getPurpose() == Purpose.TRAIN) {
      scored.add(group);
    }
  }
}
