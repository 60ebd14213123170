package io.headrace.learner.objective.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.KimiObjective;
import io.headrace.learner.objective.Objective;
import io.headrace.learner.objective.Recipes;
import io.headrace.learner.objective.WeightedTerm;
import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.correction.CorrectedLoss;
import io.headrace.learner.objective.correction.CorrectedLoss.Numerator;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Recipes become objectives, and what is wrong with one is said in a sentence. */
class RecipeTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @FieldSource("io.headrace.learner.objective.recipe.RecipeCatalog#NAMES")
  void everyBuiltInRecipeIsReadInFullAndNamesItsSource(String name) {
    // Given
    Recipe recipe = RecipeCatalog.get(name, "test");

    // When
    BuiltObjective built = ObjectiveBuilder.build(recipe);

    // Then
    assertThat(recipe.source()).contains("arXiv");
    assertThat(recipe.description()).isNotBlank();
    assertThat(built.objective().name()).isEqualTo(name);
    assertThat(built.parameters().keySet()).containsAll(recipe.parameters().keySet());
  }

  @ParameterizedTest
  @FieldSource("io.headrace.learner.objective.recipe.RecipeCatalog#NAMES")
  void aCopyOfABuiltInRecipeIsTheSameObjectiveUnderTheNameOfItsFile(String name)
      throws IOException {
    // Given
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, RecipeCatalog.yaml(name));

    // When
    Objective copy = RecipeCatalog.get(file.toString(), "test").objective();

    // Then
    Objective original = RecipeCatalog.get(name, "test").objective();
    assertThat(copy).isEqualTo(new Objective("mine", original.advantage(), original.terms()));
  }

  @Test
  void kimiIsTheObjectiveThatWasTrainedBefore() {
    assertThat(Recipes.of("kimi-k1.5 tau=0.3 baseline=logz"))
        .isEqualTo(KimiObjective.of(Form.GRADIENT, Baseline.LOGZ, 0.3));
  }

  @Test
  void oneClipStandsForBothSidesUnlessASideIsGiven() {
    assertThat(Recipes.of("dapo clip=0.1")).isEqualTo(Recipes.of("dapo clipLow=0.1 clipHigh=0.1"));
    assertThat(Recipes.of("dapo clip=0.1 clipHigh=0.3"))
        .isEqualTo(Recipes.of("dapo clipLow=0.1 clipHigh=0.3"));
  }

  @Test
  void aLossWithoutARatioIsCorrectedFromTheCurrentPolicy() {
    assertThat(correction("grpo policyLoss=policy-gradient correction=tis").numerator())
        .isEqualTo(Numerator.CURRENT);
    assertThat(correction("grpo correction=tis").numerator()).isEqualTo(Numerator.BATCH_START);
  }

  @Test
  void bypassModeReadsNoOldLogProbs() {
    assertThat(Recipes.of("grpo bypass=true").inputs())
        .containsExactly(TokenInput.ROLLOUT_LOG_PROBS);
    assertThat(Recipes.of("grpo bypass=true beta=0.1 klIn=reward").inputs())
        .containsExactlyInAnyOrder(TokenInput.ROLLOUT_LOG_PROBS, TokenInput.REFERENCE_LOG_PROBS);
  }

  @Test
  void onlyAPenaltyReadsTheReferenceModel() {
    assertThat(Recipes.of("grpo").inputs()).containsExactly(TokenInput.OLD_LOG_PROBS);
    assertThat(Recipes.of("grpo beta=0.04").inputs())
        .containsExactlyInAnyOrder(TokenInput.OLD_LOG_PROBS, TokenInput.REFERENCE_LOG_PROBS);
  }

  @Test
  void theParametersInForceAreShownWithDefaults() {
    assertThat(ObjectiveBuilder.build(RecipeCatalog.get("dapo", "test")).parameters())
        .containsAllEntriesOf(
            Map.of("clipLow", "0.2", "clipHigh", "0.28", "dualClip", "none", "beta", "0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "grpo tau=1 | 'tau' is not a parameter of this combination; it takes advantage, ",
        "grpo clip=much | clipLow must be a number, is 'much'",
        "grpo clip=NaN | clipLow must be a number, is 'NaN'",
        "grpo clipLow=0 | a clip range needs low in (0, 1] and a finite high > 0: 0.0, 0.2",
        "grpo dualClip=1 | a dual clip must be above 1, not 1.0",
        "grpo std=ddof | std must be one of unbiased, population, none, is 'ddof'",
        "grpo aggregation=mean | aggregation must be one of token-mean, ",
        "grpo beta=-1 klIn=reward | beta must be a finite number of at least 0, not -1.0",
        "kimi-k1.5 tau=0 | tau must be a finite number above 0, not 0.0",
        "kimi-k1.5 correction=tis | a correction weights tokens, but mirror-descent is a loss on",
        "grpo bypass=true correction=tis | a correction would count it twice",
        "gspo clip=2 | a clip range needs low in (0, 1]",
        "ppo lambda=1.5 | lambda must be in [0, 1], not 1.5",
        "ppo lambda=length-adaptive | alpha is missing; give a number",
        "grpo aggregation=seq-mean-token-sum-norm | horizon is missing; give a number",
        "kimi-k1.5 advantage=gae lambda=1 | a policy loss on sequences needs one advantage per"
      })
  void whatIsWrongIsSaidInASentenceWithItsPlace(String recipe, String problem) {
    assertThatThrownBy(() -> Recipes.of(recipe))
        .isInstanceOf(HeadraceException.class)
        .hasMessageStartingWith("[" + recipe + "] ")
        .hasMessageContaining(problem);
  }

  @Test
  void anUnknownNameListsTheRecipes() {
    assertThatThrownBy(() -> RecipeCatalog.get("gpro", "learner.rl.objective"))
        .hasMessageStartingWith(
            "[learner.rl.objective] there is no recipe 'gpro'; use kimi-k1.5, seed-vapo, dapo, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "advantage: group-normalized | policyLoss is missing; use mirror-descent, ",
        "- a | expected keys and values",
        "advantage: [gae] | advantage must be a text or a number",
        "clip: 0.2\\nclip: 0.3 | not readable as YAML: Duplicate field 'clip'"
      })
  void aFileIsRejectedWithItsPath(String yaml, String problem) throws IOException {
    // Given
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, yaml.replace("\\n", "\n"));

    // Then
    assertThatThrownBy(() -> RecipeCatalog.get(file.toString(), "test").objective())
        .hasMessageStartingWith("[" + file)
        .hasMessageContaining(problem);
  }

  @Test
  void everyParameterOfAFileMustBeRead() throws IOException {
    // Given
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, RecipeCatalog.yaml("grpo") + "temperature: 2\n");

    // Then
    assertThatThrownBy(() -> RecipeCatalog.get(file.toString(), "test").objective())
        .hasMessageStartingWith("[%s] 'temperature' is not a parameter".formatted(file));
  }

  @Test
  void aMissingFileIsReported() {
    assertThatThrownBy(() -> RecipeCatalog.get(folder.resolve("no.yaml").toString(), "test"))
        .hasMessageContaining("no.yaml] there is no such file; give a recipe's file or one of");
  }

  private static CorrectedLoss correction(String recipe) {
    WeightedTerm policy = Recipes.of(recipe).terms().getFirst();
    return (CorrectedLoss) policy.term();
  }
}
