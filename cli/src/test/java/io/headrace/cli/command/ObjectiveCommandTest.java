package io.headrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headrace objective} and {@code headrace recipes}. */
class ObjectiveCommandTest {

  private static final String FIXTURE =
      """
      {"new": [[-0.78,-0.6,-1.7],[-1.0,-1.0],[-0.35,-0.8,-1.9,-0.4],[-1.1]],
       "old": [[-1.0,-0.5,-2.0],[-0.7,-1.2],[-0.3,-0.9,-1.5,-0.4],[-2.3]],
       "ref": [[-1.1,-0.55,-1.9],[-0.75,-1.1],[-0.3,-1.0,-1.6,-0.5],[-2.2]],
       "mu": [[-1.05,-0.45,-2.4],[-0.7,-1.9],[-0.35,-0.9,-1.45,-0.1],[-2.5]],
       "rewards": [1,0,1,0], "params": {"tau": 0.1}}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void jsonHasLossGradientClipFractionAndAdvantages() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("case.json"), FIXTURE);

    // When
    CommandRun run = CommandRun.of("objective", "kimi-k1.5", "--in", file.toString(), "-o", "json");

    // Then
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("loss").asDouble()).isCloseTo(0.450611250, within(1e-9));
    assertThat(json.path("gradient").path(3).path(0).asDouble()).isCloseTo(0.155, within(1e-12));
    assertThat(json.path("clipFraction").isNumber()).isTrue();
    assertThat(json.path("advantages").path(1).path(1).asDouble()).isEqualTo(-0.5);
    assertThat(json.path("params").path("tau").asText()).isEqualTo("0.1");
  }

  @Test
  void textShowsTheSame() throws IOException {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("case.json"), FIXTURE.replace("\"tau\": 0.1", "\"clip\": 0.2"));

    // When
    CommandRun run = CommandRun.of("objective", "grpo", "--in", file.toString());

    // Then
    assertThat(run.out())
        .contains("loss           0.497428051")
        .contains("clip fraction  0.300000000")
        .contains("RESPONSE");
  }

  @Test
  void aBadCaseIsOneSentence() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("case.json"), "{\"new\": [[-1]]}");

    // When
    CommandRun run = CommandRun.of("objective", "grpo", "--in", file.toString());

    // Then
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("case.json] rewards is missing").hasLineCount(1);
  }

  @Test
  void anUnknownRecipeListsThoseThereAre() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("case.json"), FIXTURE);

    // When
    CommandRun run = CommandRun.of("objective", "gpro", "--in", file.toString());

    // Then
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no recipe 'gpro'; use kimi-k1.5, ").hasLineCount(1);
  }

  @Test
  void recipesAreListedWithTheirSource() {
    // When
    CommandRun run = CommandRun.of("recipes");

    // Then
    assertThat(run.out().lines()).hasSize(12);
    assertThat(run.out()).contains("arXiv 2501.12599").contains("areal-decoupled");
  }

  @Test
  void aShownRecipeCanBeUsedAsAFile() throws IOException {
    // Given
    Path recipe = folder.resolve("mine.yaml");
    Files.writeString(recipe, CommandRun.of("recipes", "dapo").out());
    Path file =
        Files.writeString(
            folder.resolve("case.json"), FIXTURE.replace("\"tau\": 0.1", "\"clipHigh\": 0.28"));

    // When
    CommandRun run = CommandRun.of("objective", recipe.toString(), "--in", file.toString());

    // Then
    assertThat(run.out()).contains("loss           -0.157279888");
  }
}
