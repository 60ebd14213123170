package io.headrace.learner.checkpoint;

import static io.headrace.learner.batch.DemonstrationPosition.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.pipeline.plan.StagePlan;
import io.headrace.policy.Architecture;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.program.InitialWeights;
import io.headrace.policy.tokenizer.CharacterTokenizer;
import io.headrace.schemas.Stage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that the next step depends on is lost on the way through the disk. */
class CheckpointTest {

  private static final LearnerState STATE =
      new LearnerState(
          12,
          new WeightsVersion(3),
          Stage.SFT,
          "sft2",
          stages(
              new StageProgress(8, new DemonstrationPosition(1, 4)),
              new StageProgress(1, START),
              3),
          40,
          9,
          -5,
          "ab");

  private static final StagePlan PLAN = StagePlan.of(ConfigLoader.defaults().config());

  @TempDir Path folder;

  @Test
  void stateWeightsAndMomentsAreReadAsWritten() throws IOException {
    // Given
    var moments = new LinkedHashMap<String, FloatTensor>();
    moments.put("first.a", new FloatTensor(List.of(2L), FloatBuffer.wrap(new float[] {1, -2.5f})));
    Checkpoint written = new Checkpoint(STATE, model(), moments);

    // When
    written.writeTo(folder);
    Checkpoint read = Checkpoint.read(folder, PLAN);

    // Then
    assertThat(read.state()).isEqualTo(STATE);
    assertThat(read.model().tensors()).isEqualTo(written.model().tensors());
    assertThat(read.moments()).isEqualTo(moments);
  }

  @Test
  void headsAreSavedBesideTheBackboneAndNotPublished() throws IOException {
    // Given
    var head = new LinkedHashMap<String, FloatTensor>();
    head.put(
        "value.weight", new FloatTensor(List.of(1L, 2L), FloatBuffer.wrap(new float[] {3, -4})));
    head.put("value.bias", new FloatTensor(List.of(1L), FloatBuffer.wrap(new float[] {0.5f})));
    var heads = new LinkedHashMap<String, SequencedMap<String, FloatTensor>>();
    heads.put("value", head);

    // When
    new Checkpoint(STATE, model(), new LinkedHashMap<>(), heads).writeTo(folder);
    Checkpoint read = Checkpoint.read(folder, PLAN);

    // Then
    assertThat(read.heads()).isEqualTo(heads);
    assertThat(folder.resolve("head-value.safetensors")).exists();
    assertThat(folder.resolve("model")).isDirectoryNotContaining("glob:**head*");
    assertThat(read.model().tensors()).isEqualTo(model().tensors());
  }

  @Test
  void aResetOptimizerHasNoFile() throws IOException {
    // When
    Checkpoint.fresh(STATE, model()).writeTo(folder);

    // Then
    assertThat(folder.resolve("optimizer.safetensors")).doesNotExist();
    assertThat(Checkpoint.read(folder, PLAN).moments()).isEmpty();
  }

  @Test
  void aStateOfAnotherFormatOrWithoutAFieldIsRejected() throws IOException {
    Checkpoint.fresh(STATE, model()).writeTo(folder);
    Path file = folder.resolve("state.json");
    String good = Files.readString(file);

    Files.writeString(file, good.replace("\"format\" : 2", "\"format\" : 3"));
    assertThatThrownBy(() -> Checkpoint.read(folder, PLAN))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("its format is not 2");
    Files.writeString(file, good.replace("\"steps\"", "\"count\""));
    assertThatThrownBy(() -> Checkpoint.read(folder, PLAN))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("steps");
  }

  @Test
  void nullInTheStateIsNotReadAsZero() throws IOException {
    // Given a checkpoint whose state has null for a number and for a text
    Checkpoint.fresh(STATE, model()).writeTo(folder);
    Path file = folder.resolve("state.json");
    String good = Files.readString(file);

    // When it is read, Then the field is named and nothing begins again at 0
    Files.writeString(file, good.replace("\"step\" : 12", "\"step\" : null"));
    assertThatThrownBy(() -> Checkpoint.read(folder, PLAN))
        .hasMessage("[checkpoint=%s] step is missing; restore the folder from a copy", file);
    Files.writeString(file, good.replace("\"configuration\" : \"ab\"", "\"configuration\" : null"));
    assertThatThrownBy(() -> Checkpoint.read(folder, PLAN))
        .hasMessageContaining("configuration is missing");
  }

  @Test
  void aStateOfAVersionWithoutPlansIsThatOfTheFirstStageOfEachKind() throws IOException {
    // Given a checkpoint as it was written after 11 supervised steps and one policy step
    Checkpoint.fresh(STATE, model()).writeTo(folder);
    Files.writeString(
        folder.resolve("state.json"),
        """
        {"format": 1, "step": 12, "weightsVersion": 3, "stage": "RL", "sftSteps": 11,
         "scoredGroupsOffset": 40, "demonstrationsPass": 2, "demonstrationsOffset": 7,
         "optimizerSteps": 0, "seed": -5, "configuration": "ab"}
        """);

    // When
    LearnerState state = Checkpoint.read(folder, PLAN).state();

    // Then
    assertThat(state.stageId()).isEqualTo("training");
    assertThat(state.stages())
        .containsExactly(
            Map.entry("cold-start", new StageProgress(11, new DemonstrationPosition(2, 7))),
            Map.entry("training", new StageProgress(1, START)));
    assertThat(state.step()).isEqualTo(12);
    assertThat(state.scoredGroupsOffset()).isEqualTo(40);
  }

  @Test
  void eachStepMovesOnlyWhatItRead() {
    // When
    LearnerState supervised = STATE.afterSft("sft2", new DemonstrationPosition(3, 1), 10);
    LearnerState reinforced = STATE.afterRl("rl2", 55, 0);

    // Then either counts as one step of its stage, and a policy step leaves no optimizer behind
    assertThat(supervised.step()).isEqualTo(13);
    assertThat(supervised.steps()).isEqualTo(Map.of("sft1", 8L, "rl1", 1L, "sft2", 4L));
    assertThat(supervised.in("sft2").demonstrations()).isEqualTo(new DemonstrationPosition(3, 1));
    assertThat(supervised.in("sft1")).isEqualTo(STATE.in("sft1"));
    assertThat(supervised.optimizerSteps()).isEqualTo(10);
    assertThat(supervised.scoredGroupsOffset()).isEqualTo(40);
    assertThat(reinforced.step()).isEqualTo(13);
    assertThat(reinforced.stage()).isEqualTo(Stage.RL);
    assertThat(reinforced.stageId()).isEqualTo("rl2");
    assertThat(reinforced.in("rl2")).isEqualTo(new StageProgress(1, START));
    assertThat(reinforced.in("sft2")).isEqualTo(STATE.in("sft2"));
    assertThat(reinforced.demonstrations()).isEqualTo(new DemonstrationPosition(2, 7));
    assertThat(reinforced.scoredGroupsOffset()).isEqualTo(55);
    assertThat(reinforced.optimizerSteps()).isZero();
    assertThat(reinforced.nextVersion().version()).isEqualTo(new WeightsVersion(4));
    assertThat(STATE.stepSeed(12)).isNotEqualTo(STATE.stepSeed(13));
  }

  private static ModelFolder model() {
    ModelConfig config =
        new ModelConfig(
            Architecture.LLAMA,
            CharacterTokenizer.ascii().vocabularySize(),
            16,
            24,
            1,
            2,
            1,
            8,
            32,
            1e-5,
            10_000,
            true,
            ModelConfig.AttentionBias.NONE,
            List.of(1));
    return new ModelFolder(
        config, CharacterTokenizer.ascii(), new LinkedHashMap<>(InitialWeights.of(config, 1)));
  }

  private static SequencedMap<String, StageProgress> stages(
      StageProgress first, StageProgress second, long thirdSteps) {
    SequencedMap<String, StageProgress> stages = new LinkedHashMap<>();
    stages.put("sft1", first);
    stages.put("rl1", second);
    stages.put("sft2", new StageProgress(thirdSteps, new DemonstrationPosition(2, 7)));
    return stages;
  }
}
