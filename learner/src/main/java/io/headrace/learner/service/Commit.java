package io.headrace.learner.service;

import io.headrace.pipeline.weights.WeightsPublisher.Release;
import io.headrace.schemas.StepCompleted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What one transaction makes visible: a weights version, the steps that made it, the offsets read
 * so far and the dead letters of unreadable records.
 *
 * @param release the version
 * @param model the folder with the files of the version
 * @param steps the steps since the previous version, none for version 0
 * @param offsets the offsets the next step starts from
 * @param rejected unreadable records
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
