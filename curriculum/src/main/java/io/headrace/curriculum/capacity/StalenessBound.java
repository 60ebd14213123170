package io.headrace.curriculum.capacity;

/**
 * How many more groups may be asked for so that, on average, none is older than η versions when it
 * is trained on (AReaL, arXiv 2505.24298, section 5.1):
 *
 * <pre>capacity = min(maxRunning − running, (η + version + 1)·B − (accepted + running))</pre>
 *
 * <p>The bound holds on average only: a slow group is overtaken by others. The learner therefore
 * drops what is too old when it takes a batch; {@code StalenessPropertyTest} shows both.
 *
 * @param batchGroups B, the groups of one optimizer step
 * @param maxStaleness η, how many versions behind a sample may be
 * @param maxRunning the most groups under way at the workers at once
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
   * The bound of a stage. Workers queue what they have no slot for, so only staleness limits what
   * is under way.
   */
  public static StalenessBound of(int batchGroups, int maxStaleness) {
    return new StalenessBound(
        batchGroups, maxStaleness, Math.multiplyExact(batchGroups, maxStaleness + 1));
  }

  /**
   * How many groups may be asked for now; negative never, 0 means wait.
   *
   * @param version how many batches were trained on so far
   * @param accepted groups that were trained on or wait to be
   * @param running groups that were asked for and are not scored yet
   */
  public long capacity(long version, long accepted, long running) {
    long byStaleness = (maxStaleness + version + 1) * batchGroups - (accepted + running);
    return Math.max(0, Math.min(maxRunning - running, byStaleness));
  }

  /**
   * What may be asked for when everything that is allowed waits and no step takes it: up to one
   * batch more. The learner may leave out groups for reasons that only it knows, and with the
   * groups of one batch under way a single one would hold up the run for ever.
   */
  public long whenStalled(long waiting) {
    return Math.max(0, (maxStaleness + 2L) * batchGroups - waiting);
  }

  /**
   * The accepted count after a recovery at {@code version} with {@code waiting} groups in the log
   * that no step took yet: {@code version·B + waiting}. Groups that were accepted once and then
   * left out of every batch must not count for ever, or the run starves.
   */
  public long acceptedAt(long version, long waiting) {
    return version * batchGroups + waiting;
  }

  /**
   * The oldest weights version whose samples a step may still train on when their turn comes; never
   * newer than the newest, which is all that workers can serve.
   *
   * @param newest the newest version, which the next step starts from
   * @param ahead groups that were asked for before and that no step has taken
   */
  public long oldestUseful(long newest, long ahead) {
    long start = newest + ahead / batchGroups;
    return Math.max(0, Math.min(newest, start - maxStaleness));
  }
}
