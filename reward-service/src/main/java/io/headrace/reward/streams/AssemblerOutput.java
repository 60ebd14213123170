package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.ScoredGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the assembler's output in its task's transaction. For the task's stream thread. */
final class AssemblerOutput {

  private static final Logger LOG = LoggerFactory.getLogger(AssemblerOutput.class);

  /** Name of the service in dead letters. */
  static final String SERVICE = "reward-service";

  private final AssemblerResources resources;
  private final ProcessorContext<byte[], byte[]> context;
  private boolean uncommitted;

  AssemblerOutput(AssemblerResources resources, ProcessorContext<byte[], byte[]> context) {
    this.resources = resources;
    this.context = context;
  }

  /** Writes an encoded group and its outcome. */
  void writeGroup(ScoredGroup group, byte[] encoded, GroupOutcome outcome) {
    byte[] key = group.getGroupId().getBytes(StandardCharsets.UTF_8);
    forward(OutputTopic.of(group.getPurpose()), key, encoded, group.getAssembledAt());
    forward(OutputTopic.OUTCOMES, key, resources.codec().encode(outcome), group.getAssembledAt());
    resources.metrics().countGroup(group);
    uncommitted = true;
  }

  /**
   * Requests a commit if a group was written since the last call; only the commit makes it visible.
   */
  void commitGroups() {
    if (uncommitted) {
      context.commit();
      uncommitted = false;
    }
  }

  /** Writes a record to the dead letters, with its bytes and the reason. */
  void deadLetter(SourceRecord origin, ErrorCode code, String message, Instant now) {
    LOG.warn("{} {}; the record goes to the dead letters as {}", origin, message, code);
    byte[] letter = resources.codec().encode(letter(origin, code, message, origin.value(), now));
    if (letter.length > resources.maxEventBytes()) {
      String shortened = message + "; its value is too large for a dead letter and is left out";
      letter = resources.codec().encode(letter(origin, code, shortened, null, now));
    }
    forward(OutputTopic.DEAD_LETTERS, origin.key(), letter, now);
    resources.metrics().countDeadLetter();
  }

  private DeadLetter letter(
      SourceRecord origin, ErrorCode code, String message, byte @Nullable [] value, Instant now) {
    return DeadLetter.newBuilder()
        .setRun(resources.run())
        .setService(SERVICE)
        .setOriginTopic(origin.topic())
        .setOriginPartition(origin.partition())
        .setOriginOffset(origin.offset())
        .setErrorCode(code.name())
        .setMessage(message)
        .setAttempt(1)
        .setKey(wrap(origin.key()))
        .setValue(wrap(value))
        .setFailedAt(now)
        .build();
  }

  private void forward(OutputTopic output, byte @Nullable [] key, byte[] value, Instant now) {
    context.forward(new Record<>(key, value, now.toEpochMilli()), output.sink());
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
