package io.headrace.pipeline.service;

/**
 * A long-running service of a run.
 *
 * <p>{@link #start} returns when the service takes work, or throws a {@code HeadraceException}.
 * {@link #close} drains: what is in progress is finished or handed back, then everything opened is
 * closed in reverse order; it may be called at any time, more than once, and returns within {@link
 * #DRAIN_DEADLINE}. {@link #status} may be called from any thread.
 */
public interface Service extends AutoCloseable {

  /** How long a service may take to drain. */
  java.time.Duration DRAIN_DEADLINE = java.time.Duration.ofSeconds(20);

  /**
   * Name of the service, as in events and metrics: curriculum, rollout-worker, verifier,
   * reward-service, learner, console.
   */
  String name();

  /** Starts the service's threads. */
  void start();

  /** What the service is doing now. */
  ServiceStatus status();

  @Override
  void close();
}
