package io.headrace.cli.bench;

import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.learner.checkpoint.Checkpoint;
import io.headrace.learner.checkpoint.CheckpointStore;
import io.headrace.learner.checkpoint.LearnerState;
import io.headrace.learner.checkpoint.StageProgress;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.schemas.Stage;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsFile;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes steps, weights versions and evaluations of a run in the form in which learner and
 * curriculum write them. Only the last version has its files and checkpoint, since a learner
 * removes older ones.
 *
 * @param checkpoints the learner's folder of checkpoints, which contains the first one
 */
record RestartTraining(RestartTopics topics, RestartEvents events, Path checkpoints) {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Writes the given number of steps. */
  void write(long steps) {
    WeightsManifest first = topics.all(Topic.WEIGHTS, WeightsManifest.class).getFirst();
    for (long step = 1; step < steps; step++) {
      topics.send(Topic.WEIGHTS, events.stepAt(step), manifest(first, step).build());
      topics.send(Topic.STEPS, events.stepAt(step), events.step(step));
      if (step % RestartEvents.STEPS_PER_EVALUATION == 0) {
        var result = events.evaluation(step);
        topics.send(Topic.EVALS, result.getEvaluation(), events.stepAt(step), result);
        topics.send(Topic.OUTCOMES, result.getEvaluation(), events.stepAt(step), result);
      }
    }
    List<WeightsFile> files = chunks(first, steps);
    keepCheckpoint(first.getCheckpoint(), steps);
    WeightsManifest newest = manifest(first, steps).setFiles(files).build();
    topics.send(Topic.WEIGHTS, events.stepAt(steps), newest);
    topics.send(Topic.STEPS, events.stepAt(steps), events.step(steps));
    topics.flush();
  }

  /** Writes the first version's chunks again as those of a step. */
  private List<WeightsFile> chunks(WeightsManifest first, long step) {
    Map<String, Long> firstChunks = new HashMap<>();
    for (WeightsChunk chunk : topics.all(Topic.WEIGHT_CHUNKS, WeightsChunk.class)) {
      var copy = WeightsChunk.newBuilder(chunk).setVersion(step).build();
      var sent = topics.send(Topic.WEIGHT_CHUNKS, events.stepAt(step), copy);
      firstChunks.putIfAbsent(chunk.getFile(), sent.await(LIMIT).offset());
    }
    return first.getFiles().stream()
        .map(
            file ->
                WeightsFile.newBuilder(file)
                    .setFirstChunkOffset(firstChunks.getOrDefault(file.getName(), -1L))
                    .build())
        .toList();
  }

  private WeightsManifest.Builder manifest(WeightsManifest first, long step) {
    return WeightsManifest.newBuilder(first)
        .setVersion(step)
        .setStep(step)
        .setStage(Stage.RL)
        .setCheckpoint(RestartEvents.checkpoint(step))
        .setPublishedAt(events.stepAt(step));
  }

  private void keepCheckpoint(String firstName, long step) {
    CheckpointStore store = new CheckpointStore(checkpoints);
    Checkpoint first =
        Checkpoint.read(store.open(firstName), StagePlan.of(ConfigLoader.defaults().config()));
    LearnerState before = first.state();
    LearnerState state =
        new LearnerState(
            step,
            new WeightsVersion(step),
            Stage.RL,
            StageKind.RL.defaultStageId(),
            new LinkedHashMap<>(
                Map.of(
                    StageKind.RL.defaultStageId(),
                    new StageProgress(step, DemonstrationPosition.START))),
            topics.ends(Topic.SCORED_GROUPS).values().iterator().next(),
            0,
            before.seed(),
            before.configuration());
    var _ = store.write(step, new Checkpoint(state, first.model(), first.moments())::writeTo);
  }
}
