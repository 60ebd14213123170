package io.headrace.rollout;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.service.BackOff;
import io.headrace.pipeline.service.RetryTimer;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.backend.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the run's weights and loads each good version into the backend. A version that is corrupt
 * or of another model is rejected; one whose files can't be read now is retried until a newer one
 * is published. {@link #problem} reports either, and the previous version stays in use.
 *
 * <p>After a failure of the broker the same follower is used: it keeps its position and its files.
 */
final class WeightsUpdater implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WeightsUpdater.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<WeightsFollower> open;
  private final RolloutBackend backend;
  private @Nullable WeightsFollower follower;
  private final RetryTimer retry = new RetryTimer(new BackOff(new SplittableRandom()));
  private @Nullable WeightsBundle pending;
  private volatile @Nullable ServedModel loaded;
  private volatile String followerProblem = "";
  private volatile String loadProblem = "";

  WeightsUpdater(Supplier<WeightsFollower> open, RolloutBackend backend) {
    this.open = open;
    this.backend = backend;
  }

  /** The newest model that the backend has loaded. Safe for all threads. */
  Optional<ServedModel> model() {
    return Optional.ofNullable(loaded);
  }

  /** Why the newest version is not served, in one sentence; empty when it is. */
  String problem() {
    return followerProblem.isEmpty() ? loadProblem : followerProblem;
  }

  @Override
  public void open() {
    follower = open.get();
  }

  @Override
  public void runOnce() {
    if (follower == null) {
      throw new IllegalStateException("the follower is not open");
    }
    Optional<WeightsBundle> newer = follower.poll(POLL);
    if (newer.isPresent()) {
      pending = newer.get();
      retry.reset();
    }
    followerProblem = follower.problem();
    WeightsBundle next = pending;
    if (next != null && retry.isDue(System.nanoTime())) {
      serve(next);
    }
  }

  private void serve(WeightsBundle bundle) {
    try {
      ModelFolder model = ModelFolder.read(bundle.folder());
      requireSameModel(bundle.version(), model);
      var next = new ServedModel(bundle.version(), bundle.folder(), model);
      backend.loadWeights(next);
      loaded = next;
      pending = null;
      loadProblem = "";
      LOG.info("serving weights {}", bundle.version());
    } catch (ModelFormatException | UncheckedIOException e) {
      reject(bundle, e);
    }
  }

  /** Drops the version, or schedules another try if its files could not be read now. */
  private void reject(WeightsBundle bundle, RuntimeException problem) {
    loadProblem =
        "weights %s can't be served: %s"
            .formatted(bundle.version(), String.valueOf(problem.getMessage()));
    if (isRetriable(problem)) {
      LOG.warn("{}; it is retried", loadProblem);
      retry.failed(System.nanoTime());
    } else {
      LOG.error(loadProblem);
      pending = null;
    }
  }

  /** Whether reading failed because of the disk and not because of the model's content. */
  static boolean isRetriable(Throwable problem) {
    return problem.getClass() == IOException.class
        || problem instanceof FileSystemException
        || (problem.getCause() != null && isRetriable(problem.getCause()));
  }

  private void requireSameModel(WeightsVersion version, ModelFolder model) {
    Optional<ServedModel> served = model();
    if (served.isPresent() && !served.get().model().config().equals(model.config())) {
      throw new ModelFormatException(
          "[weights=%s] its config.json differs from that of %s; a run has one model; start another"
                  .formatted(version, served.get().version())
              + " run for this one");
    }
  }

  @Override
  public void drain() {
    if (follower != null) {
      follower.close();
      follower = null;
    }
  }
}
