package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import org.jspecify.annotations.Nullable;

/**
 * A consumed record, for the dead letters.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset, -1 when unknown
 * @param key its key
 * @param value its bytes; owned by the record, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record SourceRecord(
    String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {

  /**
   * The value.
   *
   * @throws HeadraceException UNDECODABLE_RECORD when the record has none
   */
  byte[] bytes() {
    if (value == null) {
      throw new HeadraceException(ErrorCode.UNDECODABLE_RECORD, "the record has no value");
    }
    return value;
  }

  @Override
  public String toString() {
    return "[%s partition=%d offset=%d]".formatted(topic, partition, offset);
  }
}
