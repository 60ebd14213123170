package io.headrace.verifier.service;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import io.headrace.verifier.judge.Judge;
import io.headrace.verifier.judge.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn: take traces from the share group, have them judged, write each verdict as soon as it is
 * there, acknowledge a trace when its verdicts are confirmed.
 *
 * <p>So a trace is acknowledged only after its verdicts stand in the log; whatever dies before, the
 * trace is delivered again and judged again, with the same result. A turn ends before the lease of
 * its traces does: those that no scorer has answered by then are given back. All of it runs on the
 * service's thread; only scorers run elsewhere.
 */
final class VerdictLoop implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(VerdictLoop.class);
  private static final int MAX_POLL_RECORDS = 128;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
  private static final Duration ACKNOWLEDGE = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServiceContext context;
  private final Judge judge;
  private final VerifierMetrics metrics;
  private final String verdicts;
  private @Nullable KafkaShareConsumer<String, byte[]> consumer;
  private @Nullable EventProducer producer;

  VerdictLoop(ServiceContext context, Judge judge, VerifierMetrics metrics) {
    this.context = context;
    this.judge = judge;
    this.metrics = metrics;
    this.verdicts = Topic.VERDICTS.of(context.run());
  }

  /** What a scorer said of a trace; empty when it was never asked. */
  private record Answer(
      PendingTrace pending, Trace trace, String scorer, Optional<Judgement> judgement) {}

  @Override
  public void open() {
    String group = context.run() + "." + VerifierService.NAME;
    try (Admin admin = context.kafka().admin()) {
      Topics.readFromStart(admin, group);
    }
    producer = context.kafka().producer();
    consumer = context.kafka().shareConsumer(group, MAX_POLL_RECORDS);
    consumer.setAcknowledgementCommitCallback(VerdictLoop::whenAcknowledged);
    consumer.subscribe(List.of(Topic.TRACES.of(context.run())));
  }

  /** A trace whose acknowledgement fails is delivered and judged again, so this only says why. */
  private static void whenAcknowledged(
      Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
    if (failure != null) {
      LOG.info("[{}] acknowledged too late: {}; delivered again", offsets, failure.getMessage());
    }
  }

  @Override
  public void turn() {
    if (judge.executor().overwhelmed()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      return;
    }
    var open = opened(consumer);
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    List<PendingTrace> batch = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : open.poll(POLL)) {
      batch.add(begin(record, answers));
    }
    if (batch.isEmpty()) {
      return;
    }
    write(batch, answers);
    opened(producer).flush();
    for (PendingTrace pending : batch) {
      acknowledge(open, pending);
    }
    open.commitAsync();
  }

  private PendingTrace begin(ConsumerRecord<String, byte[]> record, BlockingQueue<Answer> answers) {
    Trace trace;
    try {
      trace = decode(record);
    } catch (HeadraceException e) {
      return dead(record, e);
    }
    PendingTrace pending = new PendingTrace(record, AcknowledgeType.ACCEPT);
    for (String scorer : trace.getScorers()) {
      CompletableFuture<Optional<Judgement>> judgement = judge.judge(scorer, Verdicts.input(trace));
      pending.waitFor(judgement);
      var _ = judgement.thenAccept(said -> answers.add(new Answer(pending, trace, scorer, said)));
    }
    return pending;
  }

  private Trace decode(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      throw new HeadraceException(ErrorCode.UNDECODABLE_RECORD, "the record has no value");
    }
    return context.kafka().codec().decode(record.value(), Trace.class);
  }

  private PendingTrace dead(ConsumerRecord<String, byte[]> record, HeadraceException problem) {
    PendingTrace pending = new PendingTrace(record, AcknowledgeType.REJECT);
    int attempt = record.deliveryCount().map(Short::intValue).orElse(1);
    DeadLetters letters =
        new DeadLetters(opened(producer), context.run(), VerifierService.NAME, context.clock());
    letters.send(
        record,
        problem.code(),
        String.valueOf(problem.getMessage()),
        attempt,
        pending.delivery(Topic.DEAD_LETTERS.of(context.run())));
    metrics.deadLetter(problem.code());
    return pending;
  }

  private void write(List<PendingTrace> batch, BlockingQueue<Answer> answers) {
    long start = System.nanoTime();
    long limit = turnLimit().toNanos();
    int open = batch.stream().mapToInt(PendingTrace::open).sum();
    while (open > 0) {
      Answer answer = next(answers, limit - (System.nanoTime() - start));
      if (answer == null) {
        batch.stream().filter(pending -> pending.open() > 0).forEach(PendingTrace::withdraw);
        return;
      }
      write(answer);
      open--;
    }
  }

  private static @Nullable Answer next(BlockingQueue<Answer> answers, long nanos) {
    try {
      return answers.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void write(Answer answer) {
    answer.pending().answered();
    if (answer.judgement().isEmpty()) {
      answer.pending().giveBack();
      return;
    }
    Judgement judgement = answer.judgement().get();
    Verdict verdict =
        Verdicts.of(
            answer.trace(),
            answer.pending().record().offset(),
            answer.scorer(),
            judge.scorers(),
            judgement,
            context.clock().instant());
    opened(producer)
        .send(
            new ProducerRecord<>(verdicts, verdict.getGroupId(), verdict),
            answer.pending().delivery(verdicts));
    boolean known = judge.scorers().named(answer.scorer()).isPresent();
    metrics.verdict(known ? answer.scorer() : "unknown", judgement);
  }

  private void acknowledge(KafkaShareConsumer<String, byte[]> open, PendingTrace pending) {
    AcknowledgeType type = pending.acknowledgement();
    open.acknowledge(pending.record(), type);
    switch (type) {
      case ACCEPT -> metrics.finished();
      case RELEASE -> metrics.released();
      case REJECT, RENEW -> {}
    }
  }

  /** Half the lease of the traces, but never less than one scorer may take. */
  private Duration turnLimit() {
    Duration lease =
        opened(consumer).acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(DEFAULT_LEASE);
    Duration slowest = context.config().verifier().scoreTimeout().plusMillis(500);
    Duration half = lease.dividedBy(2);
    return half.compareTo(slowest) > 0 ? half : slowest;
  }

  @Override
  public void drain() {
    if (consumer != null) {
      consumer.close(ACKNOWLEDGE);
    }
    if (producer != null) {
      producer.close(CLOSE);
    }
  }

  private static <T> T opened(@Nullable T client) {
    if (client == null) {
      throw new IllegalStateException("the loop is not open");
    }
    return client;
  }
}
