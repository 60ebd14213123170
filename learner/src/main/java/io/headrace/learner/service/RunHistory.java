package io.headrace.learner.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.SkippedEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the learners of this run have committed, read from the log itself.
 *
 * <p>Each commit holds a manifest and, except for version 0, the steps behind it; the newest step
 * names the same checkpoint as the newest manifest. So {@code steps}, which is small, tells both
 * where to go on and which groups were consumed.
 *
 * @param checkpoint the checkpoint to go on from, empty in a new run
 * @param consumed ids of all scored groups that a step read, trained on or not
 */
record RunHistory(Optional<String> checkpoint, Set<String> consumed) {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  /** Reads the history; call it after the producer has fenced all earlier learners. */
  static RunHistory read(KafkaClients kafka, String run, String group) {
    Optional<String> checkpoint = Optional.empty();
    Set<String> consumed = new HashSet<>();
    try (TopicFeed steps = new TopicFeed(kafka, group, Topic.STEPS, run)) {
      long end = steps.end();
      for (int empty = 0; steps.position() < end; empty++) {
        requireAnswer(steps, empty);
        for (ConsumerRecord<String, byte[]> each : steps.poll(POLL)) {
          empty = 0;
          StepCompleted step = kafka.codec().decode(each.value(), StepCompleted.class);
          checkpoint =
              step.getCheckpoint().isEmpty() ? checkpoint : Optional.of(step.getCheckpoint());
          addConsumed(step, consumed);
        }
      }
    }
    return new RunHistory(checkpoint.or(() -> initial(kafka, run, group)), consumed);
  }

  private static void addConsumed(StepCompleted step, Set<String> consumed) {
    if (step.getStage() == Stage.RL) {
      step.getBatch().stream().map(BatchEntry::getId).forEach(consumed::add);
      step.getSkipped().stream().map(SkippedEntry::getId).forEach(consumed::add);
    }
  }

  /** The checkpoint of version 0; asked for only while there is no step, so the topic is short. */
  private static Optional<String> initial(KafkaClients kafka, String run, String group) {
    try (TopicFeed weights = new TopicFeed(kafka, group, Topic.WEIGHTS, run)) {
      long end = weights.end();
      for (int empty = 0; weights.position() < end; empty++) {
        requireAnswer(weights, empty);
        for (ConsumerRecord<String, byte[]> each : weights.poll(POLL)) {
          empty = 0;
          if (kafka.codec().decode(each.value()) instanceof WeightsManifest manifest) {
            return Optional.of(manifest.getCheckpoint());
          }
        }
      }
      return Optional.empty();
    }
  }

  private static void requireAnswer(TopicFeed feed, int emptyPolls) {
    if (emptyPolls > MOST_EMPTY_POLLS) {
      throw new HeadraceException(
          ErrorCode.TIMED_OUT,
          "[%s] no record came for %d s though there are more; check the broker"
              .formatted(
                  feed.partition().topic(), POLL.multipliedBy(MOST_EMPTY_POLLS).toSeconds()));
    }
  }
}
