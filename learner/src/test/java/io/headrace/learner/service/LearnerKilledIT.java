package io.headrace.learner.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.ProgressFixture;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A learner killed with {@code kill -9} does no step twice, and its run ends with the same bits.
 */
class LearnerKilledIT {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int STEPS = 30;
  private static final EventCodec CODEC = EventCodec.released();

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir Path folder;

  private final List<Process> learners = new ArrayList<>();

  @AfterEach
  void killRemainingProcesses() throws InterruptedException {
    for (Process learner : learners) {
      kill(learner);
    }
  }

  @Test
  void everyGroupIsTrainedOnOnceAndTheLossesAreThoseOfAnUndisturbedRun() throws Exception {
    // Given
    List<StepCompleted> expected = undisturbed();
    LearnerRun run = run("killed");

    try (TopicReader<StepCompleted> steps = steps(run)) {
      // When it is killed twice, wherever it happens to be
      for (int after : List.of(3, 15)) {
        Process learner = start(run);
        steps.atLeast(after, LIMIT);
        kill(learner);
      }
      start(run);
      List<StepCompleted> actual = steps.atLeast(STEPS, LIMIT);

      // Then
      assertThat(actual).extracting(StepCompleted::getStep).doesNotHaveDuplicates().hasSize(STEPS);
      assertThat(actual.stream().flatMap(step -> step.getBatch().stream()).map(BatchEntry::getId))
          .doesNotHaveDuplicates()
          .hasSize(STEPS * LearnerRun.GROUPS_PER_STEP);
      assertThat(actual)
          .extracting(StepCompleted::getLoss)
          .containsExactlyElementsOf(expected.stream().map(StepCompleted::getLoss).toList());
      assertThat(weights(run)).isEqualTo(weights(run("undisturbed", false)));
    }
  }

  private Process start(LearnerRun run) {
    Process learner = LearnerProcess.start(run);
    learners.add(learner);
    return learner;
  }

  private static void kill(Process learner) throws InterruptedException {
    learner.destroyForcibly();
    assertThat(learner.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private List<StepCompleted> undisturbed() {
    LearnerRun run = run("undisturbed");
    try (LearnerService learner = run.learner("whole");
        TopicReader<StepCompleted> steps = steps(run)) {
      learner.start();
      return steps.atLeast(STEPS, LIMIT);
    }
  }

  private LearnerRun run(String name) {
    return run(name, true);
  }

  private LearnerRun run(String name, boolean create) {
    LearnerRun run = new LearnerRun(name, BROKER.bootstrapServers(), folder);
    if (create) {
      run.createTopics();
      run.send(Topic.CONTROL, List.of(new ProgressFixture(name).grant(1, Stage.RL, 1_000)));
      run.send(Topic.SCORED_GROUPS, LearnerRun.groups(0, STEPS * LearnerRun.GROUPS_PER_STEP));
    }
    return run;
  }

  /** The digests of each version's weights, in order, from the first to that of the last step. */
  private static List<String> weights(LearnerRun run) {
    try (TopicReader<SpecificRecord> reader =
        BROKER.read(Topic.WEIGHTS.of(run.run()), CODEC::decode)) {
      return manifests(reader.until(events -> manifests(events).count() > STEPS, LIMIT))
          .map(LearnerKilledIT::weightsDigest)
          .toList();
    }
  }

  private static Stream<WeightsManifest> manifests(List<SpecificRecord> events) {
    return events.stream()
        .filter(WeightsManifest.class::isInstance)
        .map(WeightsManifest.class::cast);
  }

  private static String weightsDigest(WeightsManifest manifest) {
    return manifest.getVersion()
        + " "
        + manifest.getFiles().stream()
            .filter(file -> Objects.equals(file.getName(), "model.safetensors"))
            .findFirst()
            .orElseThrow()
            .getSha256();
  }

  private static TopicReader<StepCompleted> steps(LearnerRun run) {
    return BROKER.read(
        Topic.STEPS.of(run.run()), bytes -> CODEC.decode(bytes, StepCompleted.class));
  }
}
