package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.ScoredGroup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes the assembler's output in its task's transaction. For the task's stream thread. */
final class AssemblerOutput {

  private final AssemblerResources resources;
  private final ProcessorContext<byte[], byte[]> context;
  private final DeadLetterEncoder deadLetters;
  private boolean uncommitted;

  AssemblerOutput(AssemblerResources resources, ProcessorContext<byte[], byte[]> context) {
    this.resources = resources;
    this.context = context;
    this.deadLetters =
        new DeadLetterEncoder(resources.run(), resources.codec(), resources.maxEventBytes());
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
    byte[] letter = deadLetters.encode(origin, code, message, now);
    forward(OutputTopic.DEAD_LETTERS, origin.key(), letter, now);
    resources.metrics().countDeadLetter();
  }

  private void forward(OutputTopic output, byte @Nullable [] key, byte[] value, Instant now) {
    context.forward(new Record<>(key, value, now.toEpochMilli()), output.sink());
  }
}
