package io.headrace.console.log;

import io.headrace.console.view.Position;
import io.headrace.console.view.TokenizerLocation;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.Trace;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The run's log in Kafka. Safe for all threads. */
public final class KafkaRunLog implements RunLog, AutoCloseable {
  private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
  private static final Duration LIST_LIMIT = Duration.ofSeconds(2);

  private final ServiceContext context;
  private final RecordFetch fetch;
  private final EventProducer producer;

  /** Opens the clients. */
  public KafkaRunLog(ServiceContext context) {
    this.context = context;
    this.fetch = new RecordFetch(context.kafka(), context.run() + ".console-fetch");
    this.producer = context.kafka().producer();
  }

  @Override
  public Optional<Trace> trace(Position position) {
    return fetch.at(position).filter(Trace.class::isInstance).map(Trace.class::cast);
  }

  @Override
  public Optional<String> tokenizer(TokenizerLocation file) {
    return file.folder().isEmpty() ? fromLog(file) : fromFolder(file);
  }

  private static Optional<String> fromFolder(TokenizerLocation file) {
    try {
      return Optional.of(Files.readString(Path.of(file.folder()).resolve(file.name())));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<String> fromLog(TokenizerLocation file) {
    Map<Integer, ByteBuffer> chunks = new TreeMap<>();
    fetch.from(
        file.firstChunk(),
        message -> {
          fetch
              .decode(message)
              .filter(WeightsChunk.class::isInstance)
              .map(WeightsChunk.class::cast)
              .filter(chunk -> chunk.getVersion() == file.weightsVersion())
              .filter(chunk -> chunk.getFile().equals(file.name()))
              .ifPresent(chunk -> chunks.put(chunk.getIndex(), chunk.getData()));
          return chunks.size() == file.chunks();
        });
    return chunks.size() == file.chunks() ? Optional.of(join(chunks)) : Optional.empty();
  }

  private static String join(Map<Integer, ByteBuffer> chunks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer chunk : chunks.values()) {
      byte[] piece = new byte[chunk.remaining()];
      chunk.duplicate().get(piece);
      bytes.writeBytes(piece);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public List<String> runs() {
    String suffix = Topic.CONTROL.of("");
    var options = new ListTopicsOptions().timeoutMs((int) LIST_LIMIT.toMillis());
    try (Admin admin = context.kafka().admin()) {
      return Topics.await(admin.listTopics(options).names(), "listing the runs").stream()
          .filter(topic -> topic.endsWith(suffix))
          .map(topic -> topic.substring(0, topic.length() - suffix.length()))
          .sorted()
          .toList();
    }
  }

  @Override
  public void issue(Command command, String reason) {
    CommandIssued event =
        CommandIssued.newBuilder()
            .setRun(context.run())
            .setCommand(command)
            .setIssuedBy("console")
            .setReason(reason)
            .setIssuedAt(context.clock().instant())
            .build();
    String topic = Topic.CONTROL.of(context.run());
    producer.sendAndWait(new ProducerRecord<>(topic, context.run(), event), SEND_LIMIT);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    fetch.close();
  }
}
