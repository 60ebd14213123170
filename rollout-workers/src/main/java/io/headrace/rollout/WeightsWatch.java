package io.headrace.rollout;

import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.pipeline.weights.WeightsBundle;
import io.headrace.pipeline.weights.WeightsFollower;
import io.headrace.policy.ModelFormatException;
import io.headrace.policy.folder.ModelFolder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the run's weights and gives each good version to the decoders. A version that is corrupt
 * or no model of this run is refused and told as trouble; the one before is served on.
 */
final class WeightsWatch implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WeightsWatch.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Supplier<WeightsFollower> open;
  private final DecoderPool decoders;
  private @Nullable WeightsFollower follower;
  private volatile String trouble = "";

  WeightsWatch(Supplier<WeightsFollower> open, DecoderPool decoders) {
    this.open = open;
    this.decoders = decoders;
  }

  /** One sentence on the last refused version, empty once a newer one was good. */
  String trouble() {
    return trouble;
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
    Optional<WeightsBundle> bundle = follower.poll(POLL);
    if (bundle.isPresent()) {
      serve(bundle.get());
    }
    if (!follower.trouble().isEmpty()) {
      trouble = follower.trouble();
    }
  }

  private void serve(WeightsBundle bundle) {
    try {
      ModelFolder model = ModelFolder.read(bundle.folder());
      requireSameModel(bundle.version(), model);
      decoders.serve(new ServedModel(bundle.version(), model));
      trouble = "";
      LOG.info("serving weights {}", bundle.version());
    } catch (ModelFormatException | UncheckedIOException e) {
      trouble =
          "weights %s can't be served: %s"
              .formatted(bundle.version(), String.valueOf(e.getMessage()));
      LOG.error(trouble);
    }
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
