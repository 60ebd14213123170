package io.headrace.reward.streams;

import io.headrace.reward.assembly.GroupState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Feeds records and ticks of the clock to the {@link PartitionAssembler} of its task. */
final class GroupProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** How often deadlines are looked at. */
  static final Duration TICK = Duration.ofMillis(100);

  private final AssemblerPlan plan;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable PartitionAssembler assembler;
  private @Nullable TraceSource log;

  GroupProcessor(AssemblerPlan plan) {
    this.plan = plan;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<String, GroupState> groups = context.getStateStore(AssemblerTopology.GROUPS);
    KeyValueStore<String, byte[]> events = context.getStateStore(AssemblerTopology.EVENTS);
    int partition = context.taskId().partition();
    TraceSource opened = plan.log().get();
    OpenGroupTraces traces = new OpenGroupTraces(plan.memory(), opened, partition);
    AssemblerOutput output = new AssemblerOutput(plan, context);
    PartitionAssembler started =
        new PartitionAssembler(
            plan,
            new GroupStore(groups, events, traces, plan.codec()),
            output,
            partition,
            now(context));
    this.log = opened;
    this.context = context;
    this.assembler = started;
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        at -> started.tick(now(context), Instant.ofEpochMilli(context.currentStreamTimeMs())));
    context.schedule(
        plan.commitInterval(), PunctuationType.WALL_CLOCK_TIME, at -> output.commitGroups());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], byte[]> current = Objects.requireNonNull(context, "init first");
    RecordMetadata at = current.recordMetadata().orElseThrow();
    Objects.requireNonNull(assembler, "init first")
        .read(
            new SourceRecord(at.topic(), at.partition(), at.offset(), record.key(), record.value()),
            now(current));
  }

  @Override
  public void close() {
    if (context != null) {
      plan.metrics().left(context.taskId().partition());
    }
    if (log != null) {
      log.close();
    }
  }

  private static Instant now(ProcessorContext<?, ?> context) {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
