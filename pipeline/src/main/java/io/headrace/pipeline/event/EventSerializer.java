package io.headrace.pipeline.event;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** A Kafka serializer for every event type and topic. */
public final class EventSerializer implements Serializer<SpecificRecord> {

  private final EventCodec codec;

  /** A serializer over the given codec. */
  public EventSerializer(EventCodec codec) {
    this.codec = codec;
  }

  @Override
  public byte[] serialize(String topic, SpecificRecord event) {
    return codec.encode(event);
  }
}
