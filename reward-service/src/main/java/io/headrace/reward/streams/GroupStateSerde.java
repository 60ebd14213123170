package io.headrace.reward.streams;

import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.state.GroupStateCodec;
import io.headrace.reward.state.GroupStateSchemas;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Adapts {@link GroupStateCodec} to Kafka Streams. Safe for all threads. */
public final class GroupStateSerde implements Serde<GroupState> {

  private final GroupStateCodec codec = new GroupStateCodec(GroupStateSchemas.released());

  @Override
  public Serializer<GroupState> serializer() {
    return (topic, state) -> state == null ? null : codec.encode(state);
  }

  @Override
  public Deserializer<GroupState> deserializer() {
    return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
  }
}
