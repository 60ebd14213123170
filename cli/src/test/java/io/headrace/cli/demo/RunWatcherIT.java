package io.headrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ProgressState;
import io.headrace.schemas.ReadPosition;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.RunFixture;
import io.headrace.testkit.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunWatcherIT {
  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String run = BROKER.newRun();
  private final ProgressFixture events = RunFixture.of(run).progress();
  private final KafkaClients kafka =
      new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
  private final RunConfig config =
      ConfigLoader.load(Optional.empty(), Map.of(), List.of("run=" + run)).config();

  private void write(Topic topic, List<? extends SpecificRecord> written) {
    try (EventProducer producer = kafka.producer()) {
      written.forEach(
          event -> producer.send(new ProducerRecord<>(topic.of(run), "curriculum/0", event)));
      producer.flush();
    }
  }

  private DemoProgress progressOnceAt(long rlSteps) {
    try (RunWatcher watcher = RunWatcher.open(kafka, config)) {
      return Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> watcher.poll(Duration.ofMillis(100)),
              progress -> progress.rlSteps() >= rlSteps && progress.latest().isPresent());
    }
  }

  @Test
  void aWatcherThatStartsFromASnapshotHasTheSameProgress() {
    // Given a run in training
    try (Admin admin = kafka.admin()) {
      Topics.create(admin, config.runId(), config.kafka());
    }
    PhaseChanged training = events.phase(Phase.TRAINING, 3);
    EvaluationCompleted before = events.evaluation(3, 140);
    EvaluationCompleted latest = events.evaluation(9, 380);
    List<StepCompleted> steps = List.of(events.step(1), events.step(2), events.step(3));
    write(Topic.CONTROL, List.of(training));
    write(Topic.OUTCOMES, List.of(before, latest));
    write(Topic.STEPS, steps);
    DemoProgress whole = progressOnceAt(3);
    assertThat(whole.coldStart()).contains(before);

    // When the curriculum has written a snapshot of all but the last step and evaluation
    write(Topic.SNAPSHOTS, List.of(snapshot(training, before)));

    // Then a watcher that starts from it has the same progress
    assertThat(progressOnceAt(3)).isEqualTo(whole);

    // And it counts no event twice
    write(
        Topic.SNAPSHOTS,
        List.of(
            CurriculumSnapshot.newBuilder(snapshot(training, before))
                .setProgress(state(training, 1_000))
                .build()));
    assertThat(progressOnceAt(1_001).rlSteps()).isEqualTo(1_001);
  }

  private CurriculumSnapshot snapshot(PhaseChanged phase, EvaluationCompleted evaluation) {
    return CurriculumSnapshot.newBuilder()
        .setRun(run)
        .setNumber(1)
        .setPart(0)
        .setParts(1)
        .setPositions(
            List.of(
                new ReadPosition("control", 0, 1L),
                new ReadPosition("outcomes", 0, 1L),
                new ReadPosition("steps", 0, 2L)))
        .setProgress(state(phase, 2))
        .setEvaluations(List.of(evaluation))
        .setLastAskedAt(RunFixture.START)
        .setTakenAt(RunFixture.START)
        .build();
  }

  private static ProgressState state(PhaseChanged phase, long steps) {
    return ProgressState.newBuilder()
        .setStarted(true)
        .setPhase(phase)
        .setTrainingFrom(phase.getWeightsVersion())
        .setPaused(false)
        .setStopped(false)
        .setNewestVersion(3)
        .setColdStartSteps(0)
        .setTrainingSteps(steps)
        .setLastStepMillis(0)
        .setActiveMillis(0)
        .setLastActiveAt(RunFixture.START)
        .build();
  }
}
