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
 * Tracks the training groups of a run that no step has taken: those requested and not assembled
 * yet, and those assembled that wait for a step. A fold over the log: a request adds a group, its
 * outcome makes it wait, and a step removes the groups that it names.
 *
 * <p>Steps and outcomes may interleave in any order. The ledger is bounded: beyond some hundred
 * thousand groups it drops the oldest, and a few more groups than allowed may then be requested.
 * Not thread-safe.
 */
public final class GroupLedger {

  private static final int MAX_RUNNING = 1 << 18;
  private static final int MAX_WAITING = 1 << 18;
  private static final int MAX_UNTRAINABLE = 1 << 16;

  private final Map<GroupId, Instant> deadlineOfRunning = BoundedMaps.withCapacity(MAX_RUNNING);
  private final Map<GroupId, WeightsVersion> waiting = BoundedMaps.withCapacity(MAX_WAITING);
  private final Map<GroupId, WeightsVersion> equalRewards =
      BoundedMaps.withCapacity(MAX_UNTRAINABLE);
  private final Set<GroupId> unscored =
      Collections.newSetFromMap(BoundedMaps.withCapacity(MAX_UNTRAINABLE));

  /** Groups that a step named before their outcome was applied. */
  private final Set<GroupId> takenEarly =
      Collections.newSetFromMap(BoundedMaps.withCapacity(MAX_UNTRAINABLE));

  /** Adds a requested group. */
  public void apply(GroupRequest request) {
    deadlineOfRunning.put(new GroupId(request.getGroupId()), request.getDeadline());
  }

  /**
   * Adds an assembled group.
   *
   * @param trainability whether a step may train on it
   * @param oldest the oldest weights version that sampled one of its tokens
   */
  public void addAssembled(GroupId group, Trainability trainability, WeightsVersion oldest) {
    if (endRunning(group)) {
      add(group, trainability, oldest);
    }
  }

  private void add(GroupId group, Trainability trainability, WeightsVersion oldest) {
    switch (trainability) {
      case TRAINABLE -> waiting.put(group, oldest);
      case EQUAL_REWARDS -> equalRewards.put(group, oldest);
      case UNSCORED -> unscored.add(group);
    }
  }

  private boolean endRunning(GroupId group) {
    deadlineOfRunning.remove(group);
    return !takenEarly.remove(group);
  }

  /** Removes the groups that a policy step names; a supervised step names none. */
  public void apply(StepCompleted step) {
    if (step.getStage() != Stage.RL) {
      return;
    }
    Stream.concat(
            step.getBatch().stream().map(BatchEntry::getId),
            step.getSkipped().stream().map(SkippedEntry::getId))
        .filter(id -> !id.isEmpty())
        .map(GroupId::new)
        .forEach(this::take);
  }

  private void take(GroupId group) {
    if (waiting.remove(group) == null
        && equalRewards.remove(group) == null
        && !unscored.remove(group)
        && deadlineOfRunning.remove(group) != null) {
      takenEarly.add(group);
    }
  }

  /**
   * Number of groups that were requested and are not assembled. A group whose deadline is not after
   * the given time is not counted: it may still be assembled, but takes no capacity.
   */
  public long running(Instant overdue) {
    return deadlineOfRunning.values().stream().filter(overdue::isBefore).count();
  }

  /**
   * Number of groups that wait for a step and are not too stale for it.
   *
   * @param mixedRewards whether the step skips groups whose rewards are all equal
   */
  public long waiting(WeightsVersion newest, int maxStaleness, boolean mixedRewards) {
    return Stream.concat(
            waiting.values().stream(),
            mixedRewards ? Stream.empty() : equalRewards.values().stream())
        .filter(oldest -> newest.value() - oldest.value() <= maxStaleness)
        .count();
  }

  /**
   * The trainable rate of the assembled groups that no step has taken.
   *
   * @param mixedRewards whether the next step skips groups whose rewards are all equal
   */
  public TrainableRate rateSinceStep(boolean mixedRewards) {
    int equal = equalRewards.size();
    return mixedRewards
        ? new TrainableRate(waiting.size(), equal, unscored.size())
        : new TrainableRate(waiting.size() + equal, 0, unscored.size());
  }

  /** The groups without an outcome, including those past their deadline. */
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

  /** The assembled groups that no step has taken, for a snapshot. */
  public List<WaitingGroup> waitingState() {
    List<WaitingGroup> state = new ArrayList<>();
    waiting.forEach(
        (id, oldest) ->
            state.add(
                new WaitingGroup(id.toString(), Trainability.TRAINABLE.code(), oldest.value())));
    equalRewards.forEach(
        (id, oldest) ->
            state.add(
                new WaitingGroup(
                    id.toString(), Trainability.EQUAL_REWARDS.code(), oldest.value())));
    unscored.forEach(
        id -> state.add(new WaitingGroup(id.toString(), Trainability.UNSCORED.code(), 0L)));
    return state;
  }

  /** The groups that a step named before their outcome was read, for a snapshot. */
  public List<String> takenState() {
    return takenEarly.stream().map(GroupId::toString).toList();
  }

  /** Restores the state of a snapshot; only for an empty ledger. */
  public void restore(
      List<RunningGroup> running, List<WaitingGroup> assembled, List<String> taken) {
    running.forEach(
        group -> deadlineOfRunning.put(new GroupId(group.getGroupId()), group.getDeadline()));
    for (WaitingGroup group : assembled) {
      add(
          new GroupId(group.getGroupId()),
          Trainability.ofCode(group.getFitness()),
          new WeightsVersion(group.getOldestWeightsVersion()));
    }
    taken.forEach(id -> takenEarly.add(new GroupId(id)));
  }
}
