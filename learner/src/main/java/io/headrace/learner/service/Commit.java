package io.headrace.learner.service;

import io.headrace.pipeline.weights.WeightsPublisher.Release;
import io.headrace.schemas.StepCompleted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What becomes visible at once: a weights version with the steps that made it, the place that was
 * read to, and the dead letters of what could not be read on the way.
 *
 * @param release the version
 * @param model the folder with its files
 * @param steps the steps since the version before, none for version 0
 * @param offsets the offsets the next step starts from
 * @param rejected what could not be read
 */
record Commit(
    Release release,
    Path model,
    List<StepCompleted> steps,
    Map<TopicPartition, OffsetAndMetadata> offsets,
    List<RejectedRecord> rejected) {

  Commit {
    steps = List.copyOf(steps);
    offsets = Map.copyOf(offsets);
    rejected = List.copyOf(rejected);
  }
}
