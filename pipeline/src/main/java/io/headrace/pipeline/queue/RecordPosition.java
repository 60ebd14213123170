package io.headrace.pipeline.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Partition and offset of a record; identifies it within one topic.
 *
 * @param partition the partition's number
 * @param offset the record's offset in it
 */
public record RecordPosition(int partition, long offset) {

  /** The position of a record. */
  public static RecordPosition of(ConsumerRecord<?, ?> record) {
    return new RecordPosition(record.partition(), record.offset());
  }
}
