package io.headrace.curriculum.service;

import io.headrace.curriculum.conductor.Conductor;
import io.headrace.curriculum.conductor.RunEvent;
import io.headrace.curriculum.conductor.RunSummary;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.kafka.DeadLetters;
import io.headrace.pipeline.service.ServiceContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * One hold on a run: its state rebuilt from the log, its reader and its writer. After a failure of
 * the broker it is thrown away and a new one is opened; nothing else has to be recovered. For one
 * thread.
 */
final class RunSession implements AutoCloseable {

  /** Below the broker's 15 minutes, and ample for the largest decision, all demonstrations. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

  private final Clock clock;
  private final Conductor conductor;
  private final RunLogWriter writer;
  private final Producer<String, SpecificRecord> deadLetterProducer;
  private final RunLogReader reader;

  private RunSession(ServiceContext context, TaskSupply supply) {
    this.clock = context.clock();
    this.conductor =
        new Conductor(ConductorConfig.settings(context.config()), supply, clock.instant());
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

  /** Takes the run over and rebuilds its state. */
  static RunSession open(ServiceContext context, TaskSupply supply) {
    RunSession session = new RunSession(context, supply);
    try {
      session.reader.rebuild(session.conductor::apply);
      return session;
    } catch (RuntimeException failed) {
      session.close();
      throw failed;
    }
  }

  /** Takes in what came and writes what follows from it. */
  void turn(Duration wait) {
    reader.follow(wait, conductor::apply);
    List<RunEvent> decision = conductor.decide(clock.instant());
    while (!decision.isEmpty()) {
      writer.append(decision);
      decision.forEach(conductor::apply);
      decision = conductor.decide(clock.instant());
    }
  }

  RunSummary summary() {
    return conductor.summary(clock.instant());
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
