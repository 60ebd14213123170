package io.headrace.pipeline.queue;

/**
 * State about redelivered records that the consumers of a process share: the attempts, the rule and
 * the isolation of suspects. Safe for all threads; owns the log.
 */
public final class Redeliveries implements AutoCloseable {

  private final Attempts log;
  private final SuspectIsolation isolation = new SuspectIsolation();
  private volatile AttemptRule rule;

  /**
   * Assumes the smallest delivery limit that the setting allows, until {@link #limitTo} is called.
   *
   * @param log the attempts
   * @param maxAttempts attempts before a record goes to the dead letters
   */
  public Redeliveries(Attempts log, int maxAttempts) {
    this.log = log;
    this.rule = new AttemptRule(maxAttempts, maxAttempts + 1);
  }

  /** Sets the group's delivery limit; call it before a consumer joins the group. */
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
