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

/** Passes records and clock ticks to the {@link PartitionAssembler} of its task. */
final class GroupProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** How often deadlines are checked. */
  static final Duration TICK = Duration.ofMillis(100);

  private final AssemblerResources resources;
  private @Nullable ProcessorContext<byte[], byte[]> context;
  private @Nullable PartitionAssembler assembler;
  private @Nullable TraceSource traceSource;

  GroupProcessor(AssemblerResources resources) {
    this.resources = resources;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<String, GroupState> groups = context.getStateStore(AssemblerTopology.GROUPS);
    KeyValueStore<String, byte[]> events = context.getStateStore(AssemblerTopology.EVENTS);
    int partition = context.taskId().partition();
    TraceSource opened = resources.traceSource().get();
    OpenGroupTraces traces = new OpenGroupTraces(resources.traceCache(), opened, partition);
    AssemblerOutput output = new AssemblerOutput(resources, context);
    PartitionAssembler started =
        new PartitionAssembler(
            resources,
            new GroupStore(groups, events, traces, resources.codec()),
            output,
            partition,
            now(context));
    this.traceSource = opened;
    this.context = context;
    this.assembler = started;
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        at -> started.tick(now(context), Instant.ofEpochMilli(context.currentStreamTimeMs())));
    context.schedule(
        resources.commitInterval(), PunctuationType.WALL_CLOCK_TIME, at -> output.commitGroups());
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
      resources.metrics().removePartition(context.taskId().partition());
    }
    if (traceSource != null) {
      traceSource.close();
    }
  }

  private static Instant now(ProcessorContext<?, ?> context) {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
