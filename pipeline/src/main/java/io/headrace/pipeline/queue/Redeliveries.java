package io.headrace.pipeline.queue;

/**
 * What the consumers of a process share about records that were delivered before. Safe for all
 * threads; owns the log.
 */
public final class Redeliveries implements AutoCloseable {

  private final Attempts log;
  private final SuspectIsolation isolation = new SuspectIsolation();
  private volatile AttemptRule rule;

  /**
   * Of a group whose delivery limit is the least that the setting needs.
   *
   * @param log the attempts
   * @param maxAttempts attempts before a record goes to the dead letters
   */
  public Redeliveries(Attempts log, int maxAttempts) {
    this.log = log;
    this.rule = new AttemptRule(maxAttempts, maxAttempts + 1);
  }

  /** Takes in the group's delivery limit; to be called before a consumer joins the group. */
  public void limitTo(int deliveryLimit) {
    rule = new AttemptRule(rule.maxAttempts(), deliveryLimit);
  }

  AttemptRule rule() {
    return rule;
  }

  Attempts log() {
    return log;
  }

  SuspectIsolation isolation() {
    return isolation;
  }

  @Override
  public void close() {
    log.close();
  }
}
