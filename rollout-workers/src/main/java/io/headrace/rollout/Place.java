package io.headrace.rollout;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a request stands on its topic; it is known by that to whoever holds it. */
record Place(int partition, long offset) {

  static Place of(ConsumerRecord<?, ?> record) {
    return new Place(record.partition(), record.offset());
  }
}
