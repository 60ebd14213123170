package io.headrace.curriculum.capacity;

import io.headrace.curriculum.capacity.Admission.Fitness;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the training groups of a run are: running at the workers, waiting in the log for a step, or
 * taken by one. A fold over the log: requests open a group, its scored group ends that, a step
 * takes everything up to the last offset that it names.
 *
 * <p>Steps and scored groups may be applied in either order of each other. Not thread-safe.
 */
public final class GroupLedger {

  private final Map<GroupId, Instant> deadlineOfRunning = new HashMap<>();
  private final TreeMap<Long, WeightsVersion> waiting = new TreeMap<>();
  private final TreeMap<Long, Fitness> unfit = new TreeMap<>();
  private long takenUpTo = -1;

  /** A group was asked for. */
  public void requested(GroupRequest request) {
    deadlineOfRunning.put(new GroupId(request.getGroupId()), request.getDeadline());
  }

  /**
   * A group came back that no step can take.
   *
   * @param offset of its record on the scored-groups topic
   * @param why what is wrong with it
   */
  public void unfit(GroupId group, long offset, Fitness why) {
    deadlineOfRunning.remove(group);
    if (offset > takenUpTo) {
      unfit.put(offset, why);
    }
  }

  /**
   * A group came back that a step may take.
   *
   * @param offset of its record on the scored-groups topic
   * @param oldest the oldest weights version that drew one of its tokens
   */
  public void scored(GroupId group, long offset, WeightsVersion oldest) {
    deadlineOfRunning.remove(group);
    if (offset > takenUpTo) {
      waiting.put(offset, oldest);
    }
  }

  /** A step was taken; one on demonstrations changes nothing here. */
  public void taken(StepCompleted step) {
    if (step.getStage() != Stage.RL) {
      return;
    }
    for (BatchEntry entry : step.getBatch()) {
      takenUpTo = Math.max(takenUpTo, entry.getOffset());
    }
    for (SkippedEntry entry : step.getSkipped()) {
      takenUpTo = Math.max(takenUpTo, entry.getOffset());
    }
    waiting.headMap(takenUpTo, true).clear();
    unfit.headMap(takenUpTo, true).clear();
  }

  /**
   * Groups at the workers. One whose deadline has passed is given up: it may still come, but holds
   * nothing back.
   */
  public long running(Instant now) {
    return deadlineOfRunning.values().stream().filter(now::isBefore).count();
  }

  /** Groups that wait for a step and are not yet too old for it. */
  public long waiting(WeightsVersion newest, int maxStaleness) {
    return waiting.values().stream()
        .filter(oldest -> newest.value() - oldest.value() <= maxStaleness)
        .count();
  }

  /** What came of the groups that came back since the last step. */
  public Yield yieldSinceStep() {
    long equal = unfit.values().stream().filter(Fitness.EQUAL_REWARDS::equals).count();
    return new Yield(waiting.size(), equal, unfit.size() - equal);
  }

  /** The groups without a scored group so far, those given up included. */
  public Set<GroupId> unanswered() {
    return Set.copyOf(deadlineOfRunning.keySet());
  }

  /** Offsets on the scored-groups topic that wait for a step. */
  public Set<Long> waitingOffsets() {
    return new TreeSet<>(waiting.keySet());
  }
}
