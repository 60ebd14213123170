package io.headrace.curriculum.capacity;

import io.headrace.pipeline.group.Trainability;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.RunningGroup;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WaitingGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the training groups of a run are: running at the workers, waiting in the log for a step, or
 * taken by one. A fold over the log: requests open a group, its outcome ends that, a step takes the
 * groups that it names.
 *
 * <p>Steps and outcomes may be applied in either order of each other. What it holds is bounded:
 * beyond some hundred thousand groups the oldest are forgotten, which at worst lets a few groups
 * more be asked for. Not thread-safe.
 */
public final class GroupLedger {

  private static final int MOST_RUNNING = 1 << 18;
  private static final int MOST_WAITING = 1 << 18;
  private static final int MOST_UNFIT = 1 << 16;

  private final Map<GroupId, Instant> deadlineOfRunning = BoundedMaps.atMost(MOST_RUNNING);
  private final Map<GroupId, WeightsVersion> waiting = BoundedMaps.atMost(MOST_WAITING);
  private final Map<GroupId, WeightsVersion> equalRewards = BoundedMaps.atMost(MOST_UNFIT);
  private final Set<GroupId> unscored = Collections.newSetFromMap(BoundedMaps.atMost(MOST_UNFIT));

  /** Groups that a step named before their outcome was read. */
  private final Set<GroupId> takenEarly = Collections.newSetFromMap(BoundedMaps.atMost(MOST_UNFIT));

  /** A group was asked for. */
  public void requested(GroupRequest request) {
    deadlineOfRunning.put(new GroupId(request.getGroupId()), request.getDeadline());
  }

  /**
   * A group was assembled.
   *
   * @param fitness whether a step may take it
   * @param oldest the oldest weights version that drew one of its tokens
   */
  public void assembled(GroupId group, Trainability fitness, WeightsVersion oldest) {
    if (isStillToTake(group)) {
      add(group, fitness, oldest);
    }
  }

  private void add(GroupId group, Trainability fitness, WeightsVersion oldest) {
    switch (fitness) {
      case FIT -> waiting.put(group, oldest);
      case EQUAL_REWARDS -> equalRewards.put(group, oldest);
      case UNSCORED -> unscored.add(group);
    }
  }

  private boolean isStillToTake(GroupId group) {
    deadlineOfRunning.remove(group);
    return !takenEarly.remove(group);
  }

  /** A step was taken; one on demonstrations changes nothing here. */
  public void taken(StepCompleted step) {
    if (step.getStage() != Stage.RL) {
      return;
    }
    Stream.concat(
            step.getBatch().stream().map(BatchEntry::getId),
            step.getSkipped().stream().map(SkippedEntry::getId))
        .filter(id -> !id.isEmpty())
        .map(GroupId::new)
        .forEach(this::taken);
  }

  private void taken(GroupId group) {
    if (waiting.remove(group) == null
        && equalRewards.remove(group) == null
        && !unscored.remove(group)
        && deadlineOfRunning.remove(group) != null) {
      takenEarly.add(group);
    }
  }

  /**
   * Number of groups in work at the workers. A group whose deadline is not after the given time is
   * not counted: it may still arrive, but reserves no capacity.
   */
  public long running(Instant overdue) {
    return deadlineOfRunning.values().stream().filter(overdue::isBefore).count();
  }

  /**
   * Groups that wait for a step and are not yet too old for it.
   *
   * @param mixedRewards whether the step leaves out groups whose rewards are all equal
   */
  public long waiting(WeightsVersion newest, int maxStaleness, boolean mixedRewards) {
    return Stream.concat(
            waiting.values().stream(),
            mixedRewards ? Stream.empty() : equalRewards.values().stream())
        .filter(oldest -> newest.value() - oldest.value() <= maxStaleness)
        .count();
  }

  /**
   * Fitness of the groups that were assembled since the last step.
   *
   * @param mixedRewards whether the next step leaves out groups whose rewards are all equal
   */
  public TrainableRate rateSinceStep(boolean mixedRewards) {
    int equal = equalRewards.size();
    return mixedRewards
        ? new TrainableRate(waiting.size(), equal, unscored.size())
        : new TrainableRate(waiting.size() + equal, 0, unscored.size());
  }

  /** The groups without an outcome so far, those past their deadline included. */
  public Set<GroupId> unanswered() {
    return Set.copyOf(deadlineOfRunning.keySet());
  }

  /** The groups with different rewards that wait for a step. */
  public Set<GroupId> waitingGroups() {
    return Set.copyOf(waiting.keySet());
  }

  /** The groups without an outcome, for a snapshot. */
  public List<RunningGroup> runningState() {
    List<RunningGroup> state = new ArrayList<>();
    deadlineOfRunning.forEach((id, at) -> state.add(new RunningGroup(id.toString(), at)));
    return state;
  }

  /** The groups that no step has read, for a snapshot. */
  public List<WaitingGroup> waitingState() {
    List<WaitingGroup> state = new ArrayList<>();
    waiting.forEach(
        (id, oldest) ->
            state.add(new WaitingGroup(id.toString(), Trainability.FIT.name(), oldest.value())));
    equalRewards.forEach(
        (id, oldest) ->
            state.add(
                new WaitingGroup(
                    id.toString(), Trainability.EQUAL_REWARDS.name(), oldest.value())));
    unscored.forEach(
        id -> state.add(new WaitingGroup(id.toString(), Trainability.UNSCORED.name(), 0L)));
    return state;
  }

  /** The groups that a step named before their outcome was read, for a snapshot. */
  public List<String> takenState() {
    return takenEarly.stream().map(GroupId::toString).toList();
  }

  /** Takes over the state of a snapshot; only for a ledger that nothing was applied to. */
  public void restore(
      List<RunningGroup> running, List<WaitingGroup> assembled, List<String> taken) {
    running.forEach(
        group -> deadlineOfRunning.put(new GroupId(group.getGroupId()), group.getDeadline()));
    for (WaitingGroup group : assembled) {
      add(
          new GroupId(group.getGroupId()),
          Trainability.valueOf(group.getFitness()),
          new WeightsVersion(group.getOldestWeightsVersion()));
    }
    taken.forEach(id -> takenEarly.add(new GroupId(id)));
  }
}
