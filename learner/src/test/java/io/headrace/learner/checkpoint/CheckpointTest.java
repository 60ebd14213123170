package io.headrace.learner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.learner.batch.DemonstrationPosition;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.WeightsVersion;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that the next step depends on is lost on the way through the disk. */
class CheckpointTest {

  private static final LearnerState STATE =
      new LearnerState(
          12,
          new WeightsVersion(3),
          Stage.SFT,
          11,
          40,
          new DemonstrationPosition(2, 7),
          9,
          -5,
          "ab");

  @TempDir Path folder;

  @Test
  void stateWeightsAndMomentsComeBackAsTheyWere() throws IOException {
    // Given
    var moments = new LinkedHashMap<String, FloatTensor>();
    moments.put("first.a", new FloatTensor(List.of(2L), FloatBuffer.wrap(new float[] {1, -2.5f})));
    Checkpoint written = new Checkpoint(STATE, model(), moments);

    // When
    written.writeTo(folder);
    Checkpoint read = Checkpoint.read(folder);

    // Then
    assertThat(read.state()).isEqualTo(STATE);
    assertThat(read.model().tensors()).isEqualTo(written.model().tensors());
    assertThat(read.moments()).isEqualTo(moments);
  }

  @Test
  void optimizerThatWasJustResetLeavesNoFile() throws IOException {
    // When
    Checkpoint.fresh(STATE, model()).writeTo(folder);

    // Then
    assertThat(folder.resolve("optimizer.safetensors")).doesNotExist();
    assertThat(Checkpoint.read(folder).moments()).isEmpty();
  }

  @Test
  void stateOfAnotherFormatOrWithoutAFieldIsRefused() throws IOException {
    Checkpoint.fresh(STATE, model()).writeTo(folder);
    Path file = folder.resolve("state.json");
    String good = Files.readString(file);

    Files.writeString(file, good.replace("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("its format is not 1");
    Files.writeString(file, good.replace("sftSteps", "steps"));
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("sftSteps");
  }

  @Test
  void nullInTheStateIsNoZero() throws IOException {
    // Given a checkpoint whose state has null for a number and for a text
    Checkpoint.fresh(STATE, model()).writeTo(folder);
    Path file = folder.resolve("state.json");
    String good = Files.readString(file);

    // When it is read, Then the field is named and nothing begins again at 0
    Files.writeString(file, good.replace("\"step\" : 12", "\"step\" : null"));
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .hasMessage("[checkpoint=%s] step is missing; restore the folder from a copy", file);
    Files.writeString(file, good.replace("\"configuration\" : \"ab\"", "\"configuration\" : null"));
    assertThatThrownBy(() -> Checkpoint.read(folder))
        .hasMessageContaining("configuration is missing");
  }

  @Test
  void eachStepMovesOnlyWhatItRead() {
    // When
    LearnerState supervised = STATE.afterSft(new DemonstrationPosition(3, 1), 10);
    LearnerState reinforced = STATE.afterRl(55);

    // Then a policy step leaves no optimizer behind, and either counts as one step
    assertThat(supervised)
        .isEqualTo(
            new LearnerState(
                13,
                new WeightsVersion(3),
                Stage.SFT,
                12,
                40,
                new DemonstrationPosition(3, 1),
                10,
                -5,
                "ab"));
    assertThat(reinforced)
        .isEqualTo(
            new LearnerState(
                13,
                new WeightsVersion(3),
                Stage.RL,
                11,
                55,
                new DemonstrationPosition(2, 7),
                0,
                -5,
                "ab"));
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
}
