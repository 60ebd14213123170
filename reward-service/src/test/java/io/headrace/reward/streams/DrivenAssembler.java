package io.headrace.reward.streams;

import static io.headrace.reward.SampleEvents.RUN;
import static io.headrace.reward.SampleEvents.START;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.assembly.AssemblyRules;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Runs the topology without a broker, with a clock that the test advances. */
final class DrivenAssembler implements AutoCloseable {

  static final EventCodec CODEC = EventCodec.released();
  private static final String APPLICATION = "driven";
  private static final long ONE_OR_TWO_TRACES = 700;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final AssemblerMetrics metrics = new AssemblerMetrics(registry, Clock.systemUTC());
  private final Path folder = temporaryFolder();
  private final TopologyTestDriver driver;
  private final List<byte[]> traces = new ArrayList<>();
  private Instant now = START;
  private int firstTrace;

  DrivenAssembler() {
    this(AssemblyRules.DEFAULT, 1 << 20);
  }

  DrivenAssembler(AssemblyRules rules, int maxEventBytes) {
    this(rules, maxEventBytes, ONE_OR_TWO_TRACES);
  }

  /**
   * @param memory capacity of the trace cache in bytes
   */
  DrivenAssembler(AssemblyRules rules, int maxEventBytes, long memory) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            AssemblerTopology.of(
                new AssemblerResources(
                    RUN,
                    rules,
                    CODEC,
                    metrics,
                    maxEventBytes,
                    new TraceCache(memory),
                    Duration.ofMillis(20),
                    this::log)),
            config,
            START);
  }

  void send(SpecificRecord event) {
    switch (event) {
      case GroupRequest request -> send(Topic.TASKS, request.getGroupId(), CODEC.encode(request));
      case Trace trace -> send(Topic.TRACES, trace.getGroupId(), CODEC.encode(trace));
      case Verdict verdict -> send(Topic.VERDICTS, verdict.getGroupId(), CODEC.encode(verdict));
      case WorkAbandoned abandoned ->
          send(Topic.VERDICTS, abandoned.getGroupId(), CODEC.encode(abandoned));
      default -> throw new IllegalArgumentException(event.getClass().getName());
    }
  }

  void send(Iterable<? extends SpecificRecord> events) {
    events.forEach(this::send);
  }

  private TraceSource log() {
    return new TraceSource() {
      @Override
      public Map<Long, byte[]> read(int partition, NavigableSet<Long> offsets) {
        return offsets.stream()
            .filter(offset -> offset >= firstTrace)
            .collect(Collectors.toMap(Function.identity(), at -> traces.get(Math.toIntExact(at))));
      }

      @Override
      public void close() {}
    };
  }

  /** Deletes all traces from the log. */
  void deleteTraces() {
    firstTrace = traces.size();
  }

  void send(Topic topic, String key, byte[] value) {
    if (topic == Topic.TRACES) {
      traces.add(value);
    }
    driver
        .createInputTopic(topic.of(RUN), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, now));
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  List<ScoredGroup> scoredGroups() {
    return read(Topic.SCORED_GROUPS, ScoredGroup.class);
  }

  List<ScoredGroup> evals() {
    return read(Topic.EVALS, ScoredGroup.class);
  }

  List<GroupOutcome> outcomes() {
    return read(Topic.OUTCOMES, GroupOutcome.class);
  }

  List<DeadLetter> deadLetters() {
    return read(Topic.DEAD_LETTERS, DeadLetter.class);
  }

  /** Keys written to the changelog of a store, without deletions. */
  List<String> written(String store) {
    return topic(APPLICATION + "-" + store + "-changelog").readRecordsToList().stream()
        .filter(record -> record.value() != null)
        .map(TestRecord::key)
        .toList();
  }

  long ignored(String reason) {
    return Math.round(
        registry.get(AssemblerMetrics.IGNORED).tag("reason", reason).counter().count());
  }

  private <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
    return topic(topic.of(RUN)).readValuesToList().stream()
        .map(bytes -> CODEC.decode(bytes, type))
        .toList();
  }

  private TestOutputTopic<String, byte[]> topic(String name) {
    return driver.createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("assembler");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
