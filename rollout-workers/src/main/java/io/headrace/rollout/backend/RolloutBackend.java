package io.headrace.rollout.backend;

import io.headrace.policy.generation.GenerationRequest;
import java.time.Duration;

/**
 * An inference engine as a rollout worker uses it: it takes requests, returns samples with tokens,
 * log-probs and weights versions, and loads new weights while it samples. An implementation decides
 * how requests are batched and where they are computed.
 *
 * <p>The worker submits a request only after {@link BackendStatus#serves} is true for the oldest
 * version that the request allows. It renews the request's lease while {@link
 * BackendStatus#stalled} is below its limit and {@link BackendStatus#problem} is empty.
 *
 * <p>Safe for all threads. No method waits for samples.
 */
public interface RolloutBackend extends AutoCloseable {

  /**
   * Starts the engine or connects to it. Called once, before any other method but {@link #status}
   * and {@link #close}.
   *
   * @param deadline how long that may take
   * @throws RuntimeException if it does not start
   */
  void start(Duration deadline);

  /**
   * Queues a request and returns.
   *
   * @param request its id is unique among the requests in progress
   * @param listener receives the samples as they end
   * @throws io.headrace.pipeline.error.HeadraceException ENGINE_FAILED when the engine has stopped
   * @throws IllegalStateException when no weights are loaded
   */
  void submit(GenerationRequest request, SampleListener listener);

  /**
   * Ends a request without its remaining samples. Samples that ended before may still be reported.
   * An unknown id is ignored.
   */
  void cancel(String requestId);

  /**
   * Replaces the weights, also those of sequences that are being decoded; each sample reports which
   * version drew which of its tokens. Returns when the engine has the files, not when the version
   * is served. Versions increase.
   *
   * @throws io.headrace.policy.ModelFormatException when the engine can't serve this version
   * @throws java.io.UncheckedIOException when it can't read it now; the call may be repeated
   */
  void loadWeights(ServedModel model);

  /** The current state. */
  BackendStatus status();

  /** Stops the engine or disconnects from it; listeners of unfinished requests are not called. */
  @Override
  void close();
}
