package io.headrace.rollout;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.service.BackOff;
import io.headrace.pipeline.service.RetryTimer;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.ModelFolder;
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
 * Follows the run's weights and gives each good version to the decoders. A version that is corrupt
 * or no model of this run is rejected; one whose files can't be read now is tried again until a
 * newer one is there. {@link #problem} says so, and the version before stays in use.
 *
 * <p>When the broker fails a turn the same follower goes on: it keeps its place and its files.
 */
final class WeightsUpdater implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WeightsUpdater.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<WeightsFollower> open;
  private final DecoderPool decoders;
  private @Nullable WeightsFollower follower;
  private final RetryTimer retry = new RetryTimer(new BackOff(new SplittableRandom()));
  private @Nullable WeightsBundle unserved;
  private volatile String published = "";
  private volatile String unusable = "";

  WeightsUpdater(Supplier<WeightsFollower> open, DecoderPool decoders) {
    this.open = open;
    this.decoders = decoders;
  }

  /** Why the newest version is not served, in one sentence; empty when it is. */
  String problem() {
    return published.isEmpty() ? unusable : published;
  }

  @Override
  public void open() {
    follower = open.get();
  }

  @Override
  public void turn() {
    if (follower == null) {
      throw new IllegalStateException("the watch is not open");
    }
    Optional<WeightsBundle> newer = follower.poll(POLL);
    if (newer.isPresent()) {
      unserved = newer.get();
      retry.reset();
    }
    published = follower.problem();
    WeightsBundle next = unserved;
    if (next != null && retry.isDue(System.nanoTime())) {
      serve(next);
    }
  }

  private void serve(WeightsBundle bundle) {
    try {
      ModelFolder model = ModelFolder.read(bundle.folder());
      requireSameModel(bundle.version(), model);
      decoders.serve(new ServedModel(bundle.version(), model));
      unserved = null;
      unusable = "";
      LOG.info("serving weights {}", bundle.version());
    } catch (ModelFormatException | UncheckedIOException e) {
      refuse(bundle, e);
    }
  }

  /** A file that can't be read now is read again while no newer version is there. */
  private void refuse(WeightsBundle bundle, RuntimeException problem) {
    unusable =
        "weights %s can't be served: %s"
            .formatted(bundle.version(), String.valueOf(problem.getMessage()));
    if (mayPass(problem)) {
      LOG.warn("{}; they are read again", unusable);
      retry.failed(System.nanoTime());
    } else {
      LOG.error(unusable);
      unserved = null;
    }
  }

  /** Whether it is the disk that failed, not the model. */
  static boolean mayPass(Throwable problem) {
    return problem.getClass() == IOException.class
        || problem instanceof FileSystemException
        || (problem.getCause() != null && mayPass(problem.getCause()));
  }

  private void requireSameModel(WeightsVersion version, ModelFolder model) {
    Optional<ServedModel> served = decoders.model();
    if (served.isPresent() && !served.get().model().config().equals(model.config())) {
      throw new ModelFormatException(
          "[weights=%s] its config.json differs from that of %s; a run has one model, start another"
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
