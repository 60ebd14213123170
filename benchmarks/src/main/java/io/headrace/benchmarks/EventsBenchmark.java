package io.headrace.benchmarks;

import io.headrace.benchmarks.EventLoad.Encoded;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.reward.AssemblerService;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Measures the event path without a model: requests, traces of 1 KB and verdicts go into the
 * assembler, which writes scored groups in exactly-once transactions, on an embedded broker. The
 * baseline produces the same bytes to a plain topic and consumes them.
 *
 * <p>The time is from the first record sent to the last committed scored group read.
 */
public final class EventsBenchmark {

  private static final String RUN = "bench-events";
  private static final String PLAIN = RUN + ".plain";
  private static final int GROUPS = 2_000;
  private static final int REPEATS = 3;

  private final KafkaClients kafka;
  private final EventLoad load;
  private final int groups;
  private long nextGroup;

  private EventsBenchmark(KafkaClients kafka, int groups) {
    this.kafka = kafka;
    this.load = new EventLoad(RUN, kafka.codec());
    this.groups = groups;
  }

  /** Runs the benchmark. */
  public static List<Measurement> run() {
    return run(GROUPS, REPEATS);
  }

  /**
   * Runs the benchmark.
   *
   * @param groups groups per repeat, of 8 traces each
   * @param repeats number of repeats for the median, after one for warm-up
   */
  static List<Measurement> run(int groups, int repeats) {
    try (BenchmarkBroker broker = BenchmarkBroker.start()) {
      KafkaClients kafka = broker.clients();
      RunConfig config = config(broker);
      createTopics(kafka, config);
      EventsBenchmark benchmark = new EventsBenchmark(kafka, groups);
      double plain = benchmark.plain(config.kafka().partitions(), repeats);
      try (AssemblerService assembler = new AssemblerService(context(config, kafka))) {
        assembler.start();
        return benchmark.measurements(plain, benchmark.assembled(repeats));
      }
    }
  }

  private List<Measurement> measurements(double plainSeconds, double assembledSeconds) {
    double traces = (double) groups * EventLoad.SAMPLES;
    double megabytes =
        load.groups(0, groups).stream().mapToLong(event -> event.value().length).sum() / 1e6;
    List<Measurement> measurements = new ArrayList<>();
    measurements.add(new Measurement("events assembled", traces / assembledSeconds, "traces/s"));
    measurements.add(
        new Measurement("events assembled, bytes in", megabytes / assembledSeconds, "MB/s"));
    measurements.add(
        new Measurement(
            "events plain produce and consume (baseline)", traces / plainSeconds, "traces/s"));
    measurements.add(
        Measurement.ratio("events assembled over baseline", plainSeconds, assembledSeconds));
    return measurements;
  }

  private double plain(int partitions, int repeats) {
    try (RecordFlow flow = RecordFlow.open(kafka, PLAIN, partitions)) {
      return Repeats.median(
          repeats,
          () -> {
            List<Encoded> events = load.groups(0, groups);
            return flow.seconds(events, _ -> PLAIN, events.size());
          });
    }
  }

  private double assembled(int repeats) {
    try (RecordFlow flow = RecordFlow.open(kafka, Topic.SCORED_GROUPS.of(RUN), 1)) {
      return Repeats.median(
          repeats,
          () -> {
            List<Encoded> events = load.groups(nextGroup, groups);
            nextGroup += groups;
            return flow.seconds(events, topic -> topic.of(RUN), groups);
          });
    }
  }

  private static RunConfig config(BenchmarkBroker broker) {
    return ConfigLoader.load(
            Optional.empty(),
            Map.of(),
            List.of("run=" + RUN, "storage.data-folder=" + broker.folder().resolve("data")))
        .config();
  }

  private static ServiceContext context(RunConfig config, KafkaClients kafka) {
    return new ServiceContext(config, kafka, new SimpleMeterRegistry(), Clock.systemUTC(), "bench");
  }

  private static void createTopics(KafkaClients kafka, RunConfig config) {
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(RUN), config.kafka());
      var plain = new NewTopic(PLAIN, config.kafka().partitions(), (short) 1);
      Topics.await(admin.createTopics(List.of(plain)).all(), "creating " + PLAIN);
    }
  }
}
