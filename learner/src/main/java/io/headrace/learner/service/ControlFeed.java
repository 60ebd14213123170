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
 * Follows {@code control} from its first record and keeps what it said. A record that can't be read
 * is logged and passed over: the curriculum dead-letters it.
 */
final class ControlFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlFeed.class);

  private final TopicFeed control;
  private final EventCodec codec;
  private ControlState signals = ControlState.NONE;

  ControlFeed(KafkaClients kafka, String run, String group) {
    this.codec = kafka.codec();
    this.control = new TopicFeed(kafka, group, Topic.CONTROL, run);
  }

  /** The learner's consumer group, to commit offsets in its name. */
  ConsumerGroupMetadata group() {
    return control.group();
  }

  /**
   * Reads everything that is there now, so that an old PAUSE or STOP holds from the start.
   *
   * @throws HeadraceException TIMED_OUT when the broker does not give it in time
   */
  void catchUp() {
    control.readToEnd(this::apply);
  }

  /** The signals after what came within the timeout. */
  ControlState poll(Duration timeout) {
    control.poll(timeout).forEach(this::apply);
    return signals;
  }

  private void apply(ConsumerRecord<String, byte[]> origin) {
    try {
      signals = after(codec.decode(origin.value()));
    } catch (HeadraceException e) {
      LOG.warn("[{} offset={}] passed over: {}", origin.topic(), origin.offset(), e.getMessage());
    }
  }

  private ControlState after(SpecificRecord event) {
    return switch (event) {
      case TrainingGranted grant -> signals.with(grant);
      case CommandIssued command -> signals.with(command);
      default -> signals;
    };
  }

  @Override
  public void close() {
    control.close();
  }
}
