package io.headrace.pipeline.queue;

/**
 * State about redelivered records that the consumers of a process share: the attempts, the rule and
 * the isolation of suspects. Safe for all threads; owns the log.
 */
public final class Redeliveries implements AutoCloseable {

  private final Attempts log;
  private final SuspectIsolation isolation;
  private volatile AttemptRule rule;

  /**
   * Assumes the smallest delivery limit that the setting allows, until {@link #limitTo} is called.
   *
   * @param log the attempts
   * @param maxAttempts attempts before a record goes to the dead letters
   */
  public Redeliveries(Attempts log, int maxAttempts) {
    this(log, maxAttempts, new SuspectIsolation());
  }

  private Redeliveries(Attempts log, int maxAttempts, SuspectIsolation isolation) {
    this.log = log;
    this.isolation = isolation;
    this.rule = new AttemptRule(maxAttempts, maxAttempts + 1);
  }

  /**
   * Redeliveries of another queue of the process. A suspect of one queue is also isolated from the
   * suspects of the other.
   *
   * @param otherLog the attempts of that queue
   */
  public Redeliveries beside(Attempts otherLog) {
    return new Redeliveries(otherLog, rule.maxAttempts(), isolation);
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
