package io.headrace.verifier.service;

import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.ShareGroups;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import io.headrace.verifier.family.AdditionScorer;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.Scorers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/** A run on a test broker with what surrounds its verifiers. */
final class VerifierRun {

  static final int MAX_DELIVERIES = 2;

  /** The delivery from which on a trace goes to the dead letters whatever its attempts. */
  static final int NEAR_LIMIT = 23;

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final EventCodec CODEC = EventCodec.released();

  private final TestBroker broker;
  private final RunFixture fixture;
  private final ServiceContext context;

  /**
   * Creates the topics of a new run.
   *
   * @param settings in place of those of {@link #context}
   */
  VerifierRun(TestBroker broker, String... settings) {
    this.broker = broker;
    String run = broker.newRun();
    this.fixture = RunFixture.of(run);
    this.context = context(run, broker.bootstrapServers(), settings);
    try (Admin admin = context.kafka().admin()) {
      Topics.create(admin, context.config().runId(), context.config().kafka());
    }
  }

  /** Two scorer threads, a time-out that no scorer reaches, few deliveries. */
  static ServiceContext context(String run, String bootstrapServers, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "run=" + run,
                "verifier.threads=2",
                "verifier.score-timeout=10m",
                "verifier.max-deliveries=" + MAX_DELIVERIES));
    all.addAll(List.of(settings));
    RunConfig config = ConfigLoader.load(Optional.empty(), Map.of(), all).config();
    return new ServiceContext(
        config,
        new KafkaClients(bootstrapServers, Map.of(), CODEC),
        new SimpleMeterRegistry(),
        Clock.systemUTC(),
        "verifier-1");
  }

  String id() {
    return fixture.run();
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Starts a verifier with scorers beside the one of addition; the caller closes it. */
  VerifierService start(Scorer... scorers) {
    List<Scorer> all = new ArrayList<>(List.of(scorers));
    all.add(new AdditionScorer());
    VerifierService service = new VerifierService(context, new Scorers(all));
    service.start();
    return service;
  }

  double metric(String name) {
    return context.metrics().get(name).counter().count();
  }

  /** Lets the leases of traces that are taken from now on last so long. */
  void leaseFor(Duration lease) {
    broker.lockFor(group(), lease);
  }

  /** The same for the traces of a scorer with a queue of its own. */
  void leaseFor(String scorer, Duration lease) {
    broker.lockFor(group() + "." + scorer, lease);
  }

  private String group() {
    return id() + "." + VerifierService.NAME;
  }

  /** Traces of as many groups that ask for a scorer. */
  List<Trace> traces(int count, String scorer) {
    return traces(1, count, scorer);
  }

  /** Traces of the groups from one number to another that ask for a scorer. */
  List<Trace> traces(int first, int last, String scorer) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> fixture.trace(fixture.request(number), 0))
        .map(trace -> Trace.newBuilder(trace).setScorers(List.of(scorer)).build())
        .toList();
  }

  /** The traces of a group that ask for a scorer, with responses of increasing length. */
  List<Trace> group(int number, int samples, String scorer) {
    GroupRequest request = fixture.request(number, samples);
    return IntStream.range(0, samples)
        .mapToObj(sample -> fixture.trace(request, sample, "8".repeat(sample + 1), 0))
        .map(trace -> Trace.newBuilder(trace).setScorers(List.of(scorer)).build())
        .toList();
  }

  void write(List<Trace> traces) {
    try (EventProducer producer = context.kafka().producer()) {
      for (Trace trace : traces) {
        producer.send(new ProducerRecord<>(Topic.TRACES.of(id()), trace.getGroupId(), trace));
      }
      producer.flush();
    }
  }

  /**
   * Acquires the records of {@code traces} in the verifier's share group and releases them, so many
   * times.
   */
  void acquireAndRelease(int times) {
    ShareGroups.configure(
        context.kafka(),
        group(),
        new ShareGroups.Deliveries("verifier.max-deliveries", MAX_DELIVERIES));
    try (var consumer = context.kafka().shareConsumer(group(), 10)) {
      consumer.subscribe(List.of(Topic.TRACES.of(id())));
      for (int i = 0; i < times; i++) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  var records = consumer.poll(Duration.ofMillis(200));
                  records.forEach(record -> consumer.acknowledge(record, AcknowledgeType.RELEASE));
                  return !records.isEmpty();
                });
        consumer.commitSync();
      }
    }
  }

  /** Makes the broker reject verdicts of more than so many bytes. */
  void limitVerdicts(int bytes) {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.VERDICTS.of(id()));
    var limit = new ConfigEntry("max.message.bytes", String.valueOf(bytes));
    var set = List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET));
    try (Admin admin = context.kafka().admin()) {
      Topics.await(admin.incrementalAlterConfigs(Map.of(topic, set)).all(), "limiting verdicts");
    }
  }

  List<Verdict> verdicts(Predicate<? super List<Verdict>> enough) {
    return read(Topic.VERDICTS, Verdict.class, enough);
  }

  List<WorkAbandoned> abandoned(Predicate<? super List<WorkAbandoned>> enough) {
    return read(Topic.VERDICTS, WorkAbandoned.class, enough);
  }

  List<DeadLetter> deadLetters(Predicate<? super List<DeadLetter>> enough) {
    return read(Topic.DEAD_LETTERS, DeadLetter.class, enough);
  }

  /** The dead letters so far. */
  List<DeadLetter> deadLettersNow() {
    return now(Topic.DEAD_LETTERS, DeadLetter.class);
  }

  /** The key of the record that a dead letter is of. */
  static String origin(DeadLetter letter) {
    return StandardCharsets.UTF_8.decode(letter.getKey().duplicate()).toString();
  }

  /** The verdicts so far. */
  List<Verdict> verdictsNow() {
    return now(Topic.VERDICTS, Verdict.class);
  }

  /** The attempts so far. */
  List<AttemptStarted> attemptsNow() {
    return now(Topic.ATTEMPTS, AttemptStarted.class);
  }

  private <T extends SpecificRecord> List<T> now(Topic topic, Class<T> type) {
    try (TopicReader<SpecificRecord> reader = broker.read(topic.of(id()), CODEC::decode)) {
      return only(reader.toEnd(PATIENCE), type);
    }
  }

  private <T extends SpecificRecord> List<T> read(
      Topic topic, Class<T> type, Predicate<? super List<T>> enough) {
    try (TopicReader<SpecificRecord> reader = broker.read(topic.of(id()), CODEC::decode)) {
      return only(reader.until(all -> enough.test(only(all, type)), PATIENCE), type);
    }
  }

  private static <T extends SpecificRecord> List<T> only(
      List<? extends SpecificRecord> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
