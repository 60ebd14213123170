package io.headrace.learner.service;

import io.headrace.learner.batch.ConsumedGroups;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the learners of one id have committed in a run, read from the log itself.
 *
 * <p>Each commit has a manifest and, except for version 0, the steps that made it; the newest step
 * names the same checkpoint as the newest manifest. So {@code steps}, which is small, gives both
 * the checkpoint to continue from and the groups that were consumed.
 *
 * <p>An unreadable record is skipped, as the curriculum writes it to the dead letters; a missing
 * step is an error, since its groups would be trained on again.
 */
final class RunHistory {

  private static final Logger LOG = LoggerFactory.getLogger(RunHistory.class);

  private final EventCodec codec;
  private final String steps;

  /** Number of offsets that are read first; multiplied while they have too few steps. */
  private static final long FIRST_WINDOW = 4_096;

  /** The number of the step before the first one read is unknown. */
  private static final long UNKNOWN = -1;

  private final Set<String> consumed = ConsumedGroups.newest();
  private Optional<String> checkpoint = Optional.empty();
  private long lastStep;
  private long answeredGrant;

  private RunHistory(EventCodec codec, String steps, long lastStep) {
    this.codec = codec;
    this.steps = steps;
    this.lastStep = lastStep;
  }

  /**
   * Reads the history; call it after the producer has fenced all earlier learners.
   *
   * @param topics prefix of the learner's topic names
   * @throws HeadraceException CORRUPT_CHECKPOINT when a step is missing, TIMED_OUT when the broker
   *     does not deliver the records
   */
  static RunHistory read(KafkaClients kafka, String topics, String group) {
    RunHistory history;
    try (TopicFeed steps = new TopicFeed(kafka, group, Topic.STEPS, topics)) {
      history = newest(steps, kafka.codec());
    }
    if (history.checkpoint.isEmpty()) {
      // Read only while there is no step, so the topic is short.
      try (TopicFeed weights = new TopicFeed(kafka, group, Topic.WEIGHTS, topics)) {
        weights.readToEnd(each -> history.event(each).ifPresent(history::initial));
      }
    }
    return history;
  }

  /** Reads backwards from the end of the steps as far as needed, however long the run is. */
  private static RunHistory newest(TopicFeed steps, EventCodec codec) {
    long begin = steps.begin();
    long end = steps.end();
    for (long window = FIRST_WINDOW; ; window *= 4) {
      long from = Math.max(begin, end - window);
      RunHistory history = new RunHistory(codec, steps.topic(), from == begin ? 0 : UNKNOWN);
      steps.seek(from);
      steps.readToEnd(each -> history.event(each).ifPresent(history::step));
      if (from == begin || history.isEnough()) {
        return history;
      }
    }
  }

  private boolean isEnough() {
    return checkpoint.isPresent() && consumed.size() == ConsumedGroups.REMEMBERED;
  }

  /** The checkpoint to continue from; empty in a new run. */
  Optional<String> checkpoint() {
    return checkpoint;
  }

  /** Ids of the newest scored groups that a step read, trained on or not, oldest first. */
  List<String> consumed() {
    return List.copyOf(consumed);
  }

  /** The newest grant that a learner answered with LearnerStopped; 0 when none was answered. */
  long answeredGrant() {
    return answeredGrant;
  }

  private Optional<SpecificRecord> event(ConsumerRecord<String, byte[]> origin) {
    try {
      return Optional.of(codec.decode(origin.value()));
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", origin.topic(), origin.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  private void step(SpecificRecord event) {
    if (event instanceof LearnerStopped stopped) {
      answeredGrant = Math.max(answeredGrant, stopped.getGrant());
    }
    if (!(event instanceof StepCompleted step)) {
      return;
    }
    if (lastStep != UNKNOWN && step.getStep() != lastStep + 1) {
      throw new HeadraceException(
          ErrorCode.CORRUPT_CHECKPOINT,
          "[run=%s] step %d follows step %d on the log, so a step can't be read; restore the topic %s"
              .formatted(step.getRun(), step.getStep(), lastStep, steps));
    }
    lastStep = step.getStep();
    if (!step.getCheckpoint().isEmpty()) {
      checkpoint = Optional.of(step.getCheckpoint());
    }
    if (step.getStage() == Stage.RL) {
      step.getBatch().stream().map(BatchEntry::getId).forEach(consumed::add);
      step.getSkipped().stream().map(SkippedEntry::getId).forEach(consumed::add);
    }
  }

  private void initial(SpecificRecord event) {
    if (event instanceof WeightsManifest manifest && checkpoint.isEmpty()) {
      checkpoint = Optional.of(manifest.getCheckpoint());
    }
  }
}
