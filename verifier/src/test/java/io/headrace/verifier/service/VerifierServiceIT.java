package io.headrace.verifier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import io.headrace.verifier.deadline.DeadlineExecutor;
import io.headrace.verifier.family.AdditionScorer;
import io.headrace.verifier.scorer.Scorers;
import io.headrace.verifier.scoring.ScoringExecutor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time stands still for the scorers unless a test moves it: no pause of a thread is a TIMEOUT. */
@Timeout(300)
class VerifierServiceIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration SCORE_TIMEOUT = Duration.ofMillis(500);
  private static final EventCodec CODEC = EventCodec.released();

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MisbehavingScorer unruly = new MisbehavingScorer();
  private final AtomicLong nanoTime = new AtomicLong();
  private RunFixture fixture = RunFixture.of("none");
  private ServiceContext context = context("none");

  @BeforeEach
  void createTopics() {
    String run = BROKER.newRun();
    fixture = RunFixture.of(run);
    context = context(run);
    try (Admin admin = context.kafka().admin()) {
      Topics.create(admin, context.config().runId(), context.config().kafka());
    }
  }

  @AfterEach
  void letStuckScorersGo() {
    unruly.release();
  }

  private ServiceContext context(String run) {
    RunConfig config =
        ConfigLoader.load(
                Optional.empty(),
                Map.of(),
                List.of(
                    "run=" + run,
                    "verifier.threads=2",
                    "verifier.score-timeout=" + SCORE_TIMEOUT.toMillis() + "ms",
                    "verifier.max-abandoned=1"))
            .config();
    String servers = run.equals("none") ? "localhost:1" : BROKER.bootstrapServers();
    return new ServiceContext(
        config,
        new KafkaClients(servers, Map.of(), CODEC),
        metrics,
        Clock.systemUTC(),
        "verifier-1");
  }

  private VerifierService service() {
    var scorers = new Scorers(List.of(new AdditionScorer(), unruly));
    return new VerifierService(
        context,
        new ScoringExecutor(
            scorers, _ -> new DeadlineExecutor("scorer", 2, SCORE_TIMEOUT, 1, nanoTime::get)));
  }

  /** Lets the limit of the calls that hang pass, once there are so many. */
  private void expireHanging(int count) {
    await().atMost(PATIENCE).until(() -> unruly.hanging() == count);
    nanoTime.addAndGet(SCORE_TIMEOUT.toNanos());
  }

  private void write(Trace... traces) {
    for (Trace trace : traces) {
      write(trace.getGroupId(), CODEC.encode(trace));
    }
  }

  private void write(String key, byte[] value) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", BROKER.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      var _ = producer.send(new ProducerRecord<>(Topic.TRACES.of(fixture.run()), key, value));
    }
  }

  private List<Verdict> verdicts(Predicate<? super List<Verdict>> enough) {
    try (TopicReader<Verdict> reader =
        BROKER.read(
            Topic.VERDICTS.of(fixture.run()), bytes -> CODEC.decode(bytes, Verdict.class))) {
      return reader.until(enough, PATIENCE);
    }
  }

  private Trace trace(long number, int sample, String answer) {
    return fixture.trace(fixture.request(number), sample, answer, 0);
  }

  private Trace asking(Trace trace, String text, String... scorers) {
    return Trace.newBuilder(trace).setText(text).setScorers(List.of(scorers)).build();
  }

  @Test
  void rightAndWrongAnswersGetVerdictsKeyedByTheirGroup() {
    // Given
    Trace right = fixture.trace(fixture.request(1), 0);
    Trace wrong = trace(1, 1, "7");
    Trace unread = asking(trace(1, 2, "7"), "no form at all", "addition");
    write(right, wrong, unread);

    // When
    try (VerifierService service = service()) {
      service.start();
      List<Verdict> verdicts = verdicts(all -> all.size() == 3);

      // Then
      assertThat(verdicts)
          .extracting(
              Verdict::getTraceId, Verdict::getTraceOffset, Verdict::getStatus, Verdict::getScore)
          .containsExactlyInAnyOrder(
              tuple(right.getTraceId(), 0L, VerdictStatus.OK, 1.0),
              tuple(wrong.getTraceId(), 1L, VerdictStatus.OK, 0.0),
              tuple(unread.getTraceId(), 2L, VerdictStatus.OK, 0.0));
      assertThat(verdicts)
          .allMatch(verdict -> verdict.getScorer().equals("addition"))
          .allMatch(verdict -> verdict.getScorerVersion().equals("1"))
          .allMatch(verdict -> verdict.getRun().equals(fixture.run()));
      assertThat(service.status().ready()).isTrue();
    }
    assertThat(metrics.scrape())
        .contains("headrace_verifier_verdicts_total{scorer=\"addition\",status=\"OK\"} 3.0");
  }

  @Test
  void aTraceThatCantBeScoredHasAReasonAndNoScore() {
    // Given
    Trace base = trace(1, 0, "7");
    Trace badGold =
        Trace.newBuilder(base)
            .setTask(Task.newBuilder(base.getTask()).setAnswer("eighty").build())
            .build();
    write(
        badGold,
        asking(trace(1, 1, "7"), "anything", "poetry"),
        asking(trace(1, 2, "7"), "throw", "unruly"),
        asking(trace(1, 3, "7"), "hang", "unruly"));

    // When
    try (VerifierService service = service()) {
      service.start();
      verdicts(all -> all.size() == 3);
      expireHanging(1);
      List<Verdict> verdicts = verdicts(all -> all.size() == 4);

      // Then
      assertThat(verdicts).allMatch(verdict -> verdict.getScore() == null);
      assertThat(verdicts)
          .extracting(Verdict::getStatus, Verdict::getDetail)
          .containsExactlyInAnyOrder(
              tuple(
                  VerdictStatus.NOT_SCORED,
                  "the gold answer 'eighty' is not a whole number such as 85"),
              tuple(
                  VerdictStatus.NOT_SCORED,
                  "there is no scorer 'poetry'; there are addition, unruly"),
              tuple(
                  VerdictStatus.ERROR,
                  "the scorer threw java.lang.IllegalStateException: thrown on purpose"),
              tuple(VerdictStatus.TIMEOUT, "the scorer did not answer within 500 ms"));
    }
  }

  @Test
  void aRecordThatIsNoTraceGoesToTheDeadLettersAndLaterOnesAreScored() {
    // Given
    byte[] poison = "not an event".getBytes(StandardCharsets.UTF_8);
    Trace good = fixture.trace(fixture.request(1), 0);
    write(good.getGroupId(), poison);
    write(good.getGroupId(), CODEC.encode(fixture.request(1)));
    write(good);

    // When
    try (VerifierService service = service()) {
      service.start();
      List<Verdict> verdicts = verdicts(all -> all.size() == 1);

      // Then
      assertThat(verdicts.getFirst().getScore()).isEqualTo(1.0);
      try (TopicReader<DeadLetter> reader =
          BROKER.read(
              Topic.DEAD_LETTERS.of(fixture.run()),
              bytes -> CODEC.decode(bytes, DeadLetter.class))) {
        List<DeadLetter> letters = reader.atLeast(2, PATIENCE);
        assertThat(letters)
            .allMatch(letter -> letter.getService().equals("verifier"))
            .allMatch(letter -> letter.getErrorCode().equals("UNDECODABLE_RECORD"));
        assertThat(letters).anyMatch(letter -> ByteBuffer.wrap(poison).equals(letter.getValue()));
      }
    }
  }

  @Test
  void aStuckScorerDelaysNoOtherTraceAndTooManyMakeTheServiceUnready() {
    // Given
    write(
        asking(trace(1, 0, "7"), "hang", "unruly"),
        fixture.trace(fixture.request(2), 0),
        fixture.trace(fixture.request(3), 0));

    try (VerifierService service = service()) {
      // When
      service.start();

      // Then the others are scored while it hangs
      assertThat(verdicts(all -> all.size() == 2))
          .extracting(Verdict::getStatus)
          .containsOnly(VerdictStatus.OK);

      // When
      expireHanging(1);
      verdicts(all -> all.size() == 3);

      // Then
      assertThat(service.status().ready()).isTrue();

      // When
      write(asking(trace(1, 1, "7"), "hang", "unruly"));
      expireHanging(2);
      await().atMost(PATIENCE).until(() -> !service.status().ready());

      // Then
      assertThat(service.status().state()).isEqualTo(ServiceState.RUNNING);
      assertThat(service.status().problem())
          .isEqualTo(
              "2 threads of scorer 'unruly' are stuck and it scores no trace; see its TIMEOUT"
                  + " verdicts, then restart the verifier");

      // When
      write(asking(trace(1, 2, "7"), "fine", "unruly"), fixture.trace(fixture.request(4), 0));

      // Then the other scorer still answers
      verdicts(all -> all.size() == 5);
      assertThat(service.status().ready()).isFalse();

      // When
      unruly.release();

      // Then
      verdicts(all -> all.size() == 6);
      await().atMost(PATIENCE).until(() -> service.status().ready());
    }
  }

  @Test
  void aTraceThatWasDeliveredTwiceGetsTheSameVerdictTwice() {
    // Given
    Trace trace = fixture.trace(fixture.request(1), 0);
    write(trace, trace);

    // When
    try (VerifierService service = service()) {
      service.start();
      List<Verdict> verdicts = verdicts(all -> all.size() == 2);

      // Then
      assertThat(verdicts)
          .extracting(Verdict::getTraceId, Verdict::getScore)
          .containsOnly(tuple(trace.getTraceId(), 1.0));
      assertThat(verdicts).extracting(Verdict::getTraceOffset).containsExactlyInAnyOrder(0L, 1L);
    }
  }

  @Test
  void aTraceThatOneInstanceAcknowledgedIsNotScoredByTheNext() {
    // Given
    write(fixture.trace(fixture.request(1), 0));
    try (VerifierService first = service()) {
      first.start();
      verdicts(all -> all.size() == 1);
    }

    // When
    try (VerifierService second = service()) {
      second.start();
      write(fixture.trace(fixture.request(2), 0));
      List<Verdict> verdicts = verdicts(all -> all.stream().anyMatch(this::ofRequestTwo));

      // Then
      assertThat(verdicts).hasSize(2);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(second.status().metrics())
                      .containsEntry(VerifierMetrics.VERDICTS, 1.0));
    }
  }

  private boolean ofRequestTwo(Verdict verdict) {
    return verdict.getGroupId().equals(fixture.request(2).getGroupId());
  }
}
