package io.headrace.curriculum.capacity;

/**
 * The number of groups that may be requested so that, on average, no group is more than η versions
 * stale when it is trained on (AReaL, arXiv 2505.24298, section 5.1):
 *
 * <pre>capacity = min(maxRunning − running, (η + version + 1)·B − (accepted + running))</pre>
 *
 * <p>The bound holds on average only, because other groups overtake a slow one. The learner
 * therefore also skips samples that are too stale when it collects a batch; {@code
 * StalenessPropertyTest} checks both.
 *
 * @param batchGroups B, the groups of one optimizer step
 * @param maxStaleness η, the number of versions that a sample may be behind
 * @param maxRunning maximum number of groups at the workers at once
 */
public record StalenessBound(int batchGroups, int maxStaleness, int maxRunning) {

  public StalenessBound {
    if (batchGroups < 1 || maxStaleness < 0 || maxRunning < 1) {
      throw new IllegalArgumentException(
          "expected batchGroups ≥ 1, maxStaleness ≥ 0, maxRunning ≥ 1, got %d, %d, %d"
              .formatted(batchGroups, maxStaleness, maxRunning));
    }
  }

  /**
   * The bound of a stage. Workers queue requests for which they have no slot, so only staleness
   * limits the number of groups.
   */
  public static StalenessBound of(int batchGroups, int maxStaleness) {
    return new StalenessBound(
        batchGroups, maxStaleness, Math.multiplyExact(batchGroups, maxStaleness + 1));
  }

  /**
   * The number of groups that may be requested now, at least 0.
   *
   * @param version number of batches trained on so far
   * @param accepted number of groups that were trained on or wait for a step
   * @param running number of groups that were requested and are not assembled
   */
  public long capacity(long version, long accepted, long running) {
    long byStaleness = (maxStaleness + version + 1) * batchGroups - (accepted + running);
    return Math.max(0, Math.min(maxRunning - running, byStaleness));
  }

  /**
   * The number of groups that may be requested when all allowed groups are assembled and no step
   * takes them: up to one more batch. The learner may skip some of the waiting groups for reasons
   * that the curriculum does not know, and then needs others to fill its batch.
   */
  public long capacityWhenStalled(long waiting) {
    return Math.max(0, (maxStaleness + 2L) * batchGroups - waiting);
  }

  /**
   * The accepted count at {@code version} with {@code waiting} groups that no step has taken:
   * {@code version·B + waiting}. It leaves out groups that the learner skipped; if they counted,
   * the capacity would shrink with each of them.
   */
  public long acceptedAt(long version, long waiting) {
    return version * batchGroups + waiting;
  }

  /**
   * The oldest weights version that may sample a group, so that the group is not too stale in the
   * step that will train on it. It is at most the newest version, since workers have no other.
   *
   * @param newest the newest version, from which the next step starts
   * @param ahead number of groups that were requested earlier and that no step has taken
   */
  public long oldestAllowed(long newest, long ahead) {
    long start = newest + ahead / batchGroups;
    return Math.max(0, Math.min(newest, start - maxStaleness));
  }
}
