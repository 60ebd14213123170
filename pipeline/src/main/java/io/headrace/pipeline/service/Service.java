package io.headrace.pipeline.service;

/**
 * A long-running service of a run.
 *
 * <p>{@link #start} returns when the service accepts work, or throws a {@code HeadraceException}.
 * {@link #close} drains: work in progress is finished or released, then the resources are closed in
 * reverse order of opening; it may be called at any time, more than once, and returns within {@link
 * #DRAIN_DEADLINE}. {@link #status} may be called from any thread.
 */
public interface Service extends AutoCloseable {

  /** Maximum time a service takes to drain. */
  java.time.Duration DRAIN_DEADLINE = java.time.Duration.ofSeconds(20);

  /**
   * Name of the service, as in events and metrics: curriculum, rollout-worker, verifier,
   * reward-service, learner, console.
   */
  String name();

  /** Starts the service's threads. */
  void start();

  /** The current status. */
  ServiceStatus status();

  @Override
  void close();
}
