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
 * An open run: its controller, restored from the newest snapshot and the events after it, and the
 * reader and the writer of its log. After a failure of the broker it is closed and a new session is
 * opened. For one thread.
 */
final class RunSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);

  /**
   * Below the broker's maximum of 15 minutes, and enough for the largest decision, all
   * demonstrations.
   */
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

  /** Takes over the run and restores its state. */
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
          "[run={}] {} tasks that this run requested earlier, such as {}, are not among its tasks"
              + " any more, because their files, prompts or ids changed; tasks with new ids start"
              + " without a success rate: give lines an 'id' to keep it",
          run,
          missing.size(),
          missing.first());
    }
  }

  private void apply(RunEvent event) {
    controller.apply(event);
    schedule.applied();
    if (event instanceof RunEvent.GroupAssembled || event instanceof RunEvent.Requested) {
      stallDetector.recordProgress(clock.instant());
    }
  }

  /** Applies new events and writes the decisions that follow from them. */
  void turn(Duration wait) {
    reader.follow(wait, this::apply);
    List<RunEvent> decision = controller.decide(clock.instant());
    while (!decision.isEmpty() || schedule.isDue(clock.instant())) {
      append(decision);
      decision = controller.decide(clock.instant());
    }
  }

  /** Writes a decision and, in its transaction, a snapshot of the state before it if one is due. */
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

  /** Writes a snapshot before the service stops, so that the next start reads no event twice. */
  void saveState() {
    if (!schedule.isBehind()) {
      return;
    }
    try {
      reader.written(writer.append(List.of(), snapshot(clock.instant())));
    } catch (KafkaException | HeadraceException e) {
      LOG.warn(
          "[snapshot] not written when the curriculum stopped: {}; the next start reads more of the"
              + " log",
          e.getMessage());
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
