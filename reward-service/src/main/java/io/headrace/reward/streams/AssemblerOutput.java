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

/** What an assembler writes, in its task's transaction. For the task's stream thread. */
final class AssemblerOutput {

  private static final Logger LOG = LoggerFactory.getLogger(AssemblerOutput.class);

  /** Name of the service in dead letters. */
  static final String SERVICE = "reward-service";

  private final AssemblerPlan plan;
  private final ProcessorContext<byte[], byte[]> context;
  private boolean awaited;

  AssemblerOutput(AssemblerPlan plan, ProcessorContext<byte[], byte[]> context) {
    this.plan = plan;
    this.context = context;
  }

  /** Writes a group that was encoded before, and its outcome. */
  void group(ScoredGroup group, byte[] encoded, GroupOutcome outcome) {
    byte[] key = group.getGroupId().getBytes(StandardCharsets.UTF_8);
    forward(OutputTopic.of(group.getPurpose()), key, encoded, group.getAssembledAt());
    forward(OutputTopic.OUTCOMES, key, plan.codec().encode(outcome), group.getAssembledAt());
    plan.metrics().emitted(group);
    awaited = true;
  }

  /** Asks for a commit if a group was written since the last call: it is seen only then. */
  void commitGroups() {
    if (awaited) {
      context.commit();
      awaited = false;
    }
  }

  /** Writes a record to the dead letters, whole and with the reason. */
  void deadLetter(SourceRecord origin, ErrorCode code, String message, Instant now) {
    LOG.warn("{} {}; the record is in the dead letters as {}", origin, message, code);
    byte[] letter = plan.codec().encode(letter(origin, code, message, origin.value(), now));
    if (letter.length > plan.maxEventBytes()) {
      String shortened = message + "; its value is too large to be kept here";
      letter = plan.codec().encode(letter(origin, code, shortened, null, now));
    }
    forward(OutputTopic.DEAD_LETTERS, origin.key(), letter, now);
    plan.metrics().deadLetter();
  }

  private DeadLetter letter(
      SourceRecord origin, ErrorCode code, String message, byte @Nullable [] value, Instant now) {
    return DeadLetter.newBuilder()
        .setRun(plan.run())
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

  private void forward(OutputTopic outlet, byte @Nullable [] key, byte[] value, Instant now) {
    context.forward(new Record<>(key, value, now.toEpochMilli()), outlet.sink());
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
