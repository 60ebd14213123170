package io.headrace.curriculum.service;

import io.headrace.curriculum.controller.RunController;
import io.headrace.curriculum.controller.RunEvent;
import io.headrace.curriculum.controller.RunSummary;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.snapshot.SnapshotSchedule;
import io.headrace.schemas.CurriculumSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hold on a run: its state from the newest snapshot and what the log holds since, its reader
 * and its writer. After a failure of the broker it is thrown away and a new one is opened; nothing
 * else has to be recovered. For one thread.
 */
final class RunSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);

  /** Below the broker's 15 minutes, and ample for the largest decision, all demonstrations. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

  private static final SnapshotSchedule.Pace PACE =
      new SnapshotSchedule.Pace(1_000, Duration.ofSeconds(5), Duration.ofSeconds(30));

  private final Clock clock;
  private final RunController controller;
  private final RunLogWriter writer;
  private final EventProducer deadLetterProducer;
  private final RunLogReader reader;
  private final SnapshotSchedule schedule;
  private final StallDetector stallDetector;
  private long nextSnapshot;

  private RunSession(ServiceContext context, TaskSupply supply) {
    this.clock = context.clock();
    this.controller =
        new RunController(ControllerConfig.settings(context.config()), supply, clock.instant());
    this.schedule = new SnapshotSchedule(PACE, clock.instant());
    this.stallDetector = new StallDetector(context.run(), clock.instant());
    String run = context.run();
    String name = run + "." + CurriculumService.NAME;
    this.writer =
        RunLogWriter.open(run, context.kafka().transactionalProducer(name, TRANSACTION_TIMEOUT));
    this.deadLetterProducer = context.kafka().producer();
    this.reader =
        new RunLogReader(
            run,
            context.kafka().consumer(name),
            context.kafka().codec(),
            new DeadLetters(deadLetterProducer, run, CurriculumService.NAME, clock),
            clock);
  }

  /** Takes the run over and restores its state. */
  static RunSession open(ServiceContext context, TaskSupply supply) {
    RunSession session = new RunSession(context, supply);
    try {
      session.restore(context.run());
      return session;
    } catch (RuntimeException failed) {
      session.close();
      throw failed;
    }
  }

  private void restore(String run) {
    Optional<CurriculumSnapshot> snapshot = reader.newestSnapshot();
    snapshot.ifPresent(controller::restore);
    nextSnapshot = snapshot.map(CurriculumSnapshot::getNumber).orElse(0L) + 1;
    long read = reader.restore(snapshot, this::apply);
    LOG.info(
        "[run={}] restored the state from {} and {} records after it",
        run,
        snapshot.map(from -> "snapshot " + from.getNumber()).orElse("the beginning of the log"),
        read);
    warnOfMissingTasks(run);
  }

  private void warnOfMissingTasks(String run) {
    SortedSet<String> missing = controller.missingTasks();
    if (!missing.isEmpty()) {
      LOG.warn(
          "[run={}] {} tasks that this run asked before, such as {}, are not among its tasks any"
              + " more, because their files, prompts or ids changed; tasks under new ids start"
              + " without a success rate: give lines an 'id' to keep it",
          run,
          missing.size(),
          missing.first());
    }
  }

  private void apply(RunEvent event) {
    controller.apply(event);
    schedule.applied();
    if (event instanceof RunEvent.Scored || event instanceof RunEvent.Requested) {
      stallDetector.moved(clock.instant());
    }
  }

  /** Takes in what came and writes what follows from it. */
  void turn(Duration wait) {
    reader.follow(wait, this::apply);
    List<RunEvent> decision = controller.decide(clock.instant());
    while (!decision.isEmpty() || schedule.isDue(clock.instant())) {
      append(decision);
      decision = controller.decide(clock.instant());
    }
  }

  /** A snapshot that is due goes into the decision's transaction, and is of the state before it. */
  private void append(List<RunEvent> decision) {
    Instant began = clock.instant();
    boolean due = schedule.isDue(began);
    List<CurriculumSnapshot> parts = due ? snapshot(began) : List.of();
    reader.written(writer.append(decision, parts));
    if (due) {
      nextSnapshot++;
      schedule.written(clock.instant(), Duration.between(began, clock.instant()));
    }
    decision.forEach(this::apply);
  }

  private List<CurriculumSnapshot> snapshot(Instant now) {
    CurriculumSnapshot whole =
        CurriculumSnapshot.newBuilder(controller.snapshot(nextSnapshot, now))
            .setPositions(reader.positions())
            .build();
    return SnapshotParts.cut(whole);
  }

  /** Writes a snapshot before an orderly end, so that the next start has nothing to read again. */
  void saveState() {
    if (!schedule.isBehind()) {
      return;
    }
    try {
      reader.written(writer.append(List.of(), snapshot(clock.instant())));
    } catch (KafkaException | HeadraceException e) {
      LOG.warn("no snapshot was written at the end: {}", e.getMessage());
    }
  }

  RunSummary summary() {
    Instant now = clock.instant();
    RunSummary latest = controller.summary(now);
    return latest.problem().isEmpty()
        ? latest.withProblem(stallDetector.problem(latest.underWay(), now))
        : latest;
  }

  @Override
  public void close() {
    try (writer;
        deadLetterProducer;
        reader) {
      // Closed in reverse order of opening.
    }
  }
}
