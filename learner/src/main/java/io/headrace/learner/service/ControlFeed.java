package io.headrace.learner.service;

import io.headrace.learner.stage.ControlState;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code control} from its first record and keeps the resulting {@link ControlState}. An
 * unreadable record is logged and skipped; the curriculum writes it to the dead letters.
 */
final class ControlFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlFeed.class);

  private final TopicFeed control;
  private final EventCodec codec;
  private ControlState state = ControlState.NONE;

  ControlFeed(KafkaClients kafka, String run, String group) {
    this.codec = kafka.codec();
    this.control = new TopicFeed(kafka, group, Topic.CONTROL, run);
  }

  /** The learner's consumer group, whose offsets a commit contains. */
  ConsumerGroupMetadata group() {
    return control.group();
  }

  /**
   * Reads to the present end of the topic, so that an earlier PAUSE or STOP is in force at once.
   *
   * @throws HeadraceException TIMED_OUT when the broker does not deliver the records in time
   */
  void catchUp() {
    control.readToEnd(this::apply);
  }

  /** The state after the records that arrive within the timeout. */
  ControlState poll(Duration timeout) {
    control.poll(timeout).forEach(this::apply);
    return state;
  }

  private void apply(ConsumerRecord<String, byte[]> origin) {
    try {
      state = after(codec.decode(origin.value()));
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] skipped: {}", origin.topic(), origin.offset(), e.getMessage());
    }
  }

  private ControlState after(SpecificRecord event) {
    return switch (event) {
      case TrainingGranted grant -> state.with(grant);
      case CommandIssued command -> state.with(command);
      default -> state;
    };
  }

  @Override
  public void close() {
    control.close();
  }
}
