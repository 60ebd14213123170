package io.headrace.reward;

import static io.headrace.reward.SampleEvents.RUN;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An assembler service on a real broker with a producer of its events. */
final class RunningAssembler implements AutoCloseable {

  final String run;
  final AssemblerService service;
  private final ServiceContext context;
  private final Map<String, Object> bootstrap;
  private final EventProducer producer;

  RunningAssembler(String bootstrapServers, String run, Path folder) {
    this(bootstrapServers, run, folder, List.of());
  }

  /**
   * @param settings further settings, each as {@code path=value}
   */
  RunningAssembler(String bootstrapServers, String run, Path folder, List<String> settings) {
    this.run = run;
    this.bootstrap = Map.of("bootstrap.servers", bootstrapServers);
    RunConfig config =
        ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                Stream.concat(
                        Stream.of("run=" + run, "storage.data-folder=" + folder), settings.stream())
                    .toList())
            .config();
    KafkaClients kafka = new KafkaClients(bootstrapServers, Map.of(), EventCodec.released());
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, new RunId(run), config.kafka());
    }
    producer = kafka.producer();
    context =
        new ServiceContext(
            config, kafka, new SimpleMeterRegistry(), Clock.systemUTC(), "assembler-1");
    service = new AssemblerService(context);
    service.start();
  }

  /** Starts a second service of the same run in the same folder. */
  void startAnother() {
    try (AssemblerService another = new AssemblerService(context)) {
      another.start();
    }
  }

  void send(SpecificRecord... events) {
    for (SpecificRecord event : events) {
      producer.send(record(event));
    }
    producer.flush();
  }

  void sendBytes(Topic topic, String key, byte[] value) {
    try (var raw =
        new KafkaProducer<>(bootstrap, new StringSerializer(), new ByteArraySerializer())) {
      var _ = raw.send(new ProducerRecord<>(topic.of(run), key, value));
    }
  }

  private ProducerRecord<String, SpecificRecord> record(SpecificRecord event) {
    return switch (event) {
      case GroupRequest request -> record(Topic.TASKS, request.getGroupId(), event);
      case Trace trace -> record(Topic.TRACES, trace.getGroupId(), event);
      case Verdict verdict -> record(Topic.VERDICTS, verdict.getGroupId(), event);
      default -> throw new IllegalArgumentException("no event of " + RUN + ": " + event);
    };
  }

  private ProducerRecord<String, SpecificRecord> record(
      Topic topic, String key, SpecificRecord event) {
    return new ProducerRecord<>(topic.of(run), key, event);
  }

  @Override
  public void close() {
    producer.close();
    service.close();
  }
}
