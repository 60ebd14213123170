package io.headrace.learner.objective.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.learner.objective.recipe.RecipeCatalog;
import io.headrace.pipeline.error.HeadraceException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases in JSON are read strictly, and responses keep their order whatever their groups. */
class ObjectiveCaseTest {

  @Test
  void parametersOfTheCaseReplaceTheRecipes() {
    // Given one response of one token with ratio e^0.5, clipped at 1.1
    String json =
        "{'new':[[-0.5],[-1]],'old':[[-1],[-1]],'rewards':[1,0],'params':{'clip':0.1,'std':'none'}}";

    // When
    CaseResult result = evaluate("grpo", json);

    // Then
    assertThat(result.loss()).isCloseTo((-0.5 * 1.1 + 0.5) / 2, within(1e-12));
    assertThat(result.clipFraction()).hasValue(0.5);
    assertThat(result.gradient()[0][0]).isZero();
    assertThat(result.gradient()[1][0]).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void responsesOfGroupsMayBeMixedAndKeepTheirOrder() {
    // Given two groups in turns
    String mixed =
        "{'new':[[-1,-2],[-3],[-4],[-5]],'old':[[-1,-2],[-3],[-4],[-5]],'rewards':[1,5,0,4],"
            + "'group':['a','b','a','b'],'params':{'std':'none'}}";

    // When
    CaseResult result = evaluate("grpo", mixed);

    // Then
    assertThat(result.advantages())
        .isDeepEqualTo(new double[][] {{0.5, 0.5}, {0.5}, {-0.5}, {-0.5}});
    assertThat(result.gradient())
        .isDeepEqualTo(new double[][] {{-0.0625, -0.0625}, {-0.125}, {0.125}, {0.125}});
  }

  @Test
  void untrainedTokensHaveNoGradientAndNoPartInTheDivisor() {
    // When
    CaseResult result =
        evaluate(
            "grpo",
            "{'new':[[-1,-2],[-3]],'old':[[-1,-2],[-3]],'mask':[[0,1],[1]],'rewards':[1,0],"
                + "'params':{'std':'none','aggregation':'token-mean'}}");

    // Then
    assertThat(result.gradient()).isDeepEqualTo(new double[][] {{0, -0.25}, {0.25}});
  }

  @Test
  void valuesGiveReturnsAndAValueLossBesideTheLossOfThePolicy() {
    // When
    CaseResult result =
        evaluate(
            "ppo",
            "{'new':[[-1,-1,-1,-1,-1]],'old':[[-1,-1,-1,-1,-1]],'values':[[0.2,0.5,-0.1,0.4,0.7]],"
                + "'rewards':[1],'params':{'whiten':false,'lambdaValue':1}}");

    // Then
    assertThat(result.valueLoss()).hasValueCloseTo(0.255, within(1e-9));
    assertThat(result.returns()[0]).containsExactly(new double[] {1, 1, 1, 1, 1}, within(1e-9));
    assertThat(result.advantages()[0][0]).isCloseTo(0.682814375, within(1e-9));
    assertThat(result.loss())
        .isCloseTo(-(0.682814375 + 0.4029625 + 1.05575 + 0.585 + 0.3) / 5, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[] | must be a JSON object",
        "{'new':[[-1]] | is not readable as JSON",
        "{'rewards':[1]} | new is missing",
        "{'new':[[-1]]} | rewards is missing",
        "{'new':[],'rewards':[]} | new has no response",
        "{'new':[[]],'rewards':[1]} | new[0] is empty",
        "{'new':[[-1]],'rewards':[1,2]} | rewards has 2 entries and new has 1 responses",
        "{'new':[[-1]],'rewards':[1],'old':[[-1,-2]]} | old[0] has 2 numbers and new[0] has 1",
        "{'new':[[-1]],'rewards':[1],'old':[[-1],[-1]]} | old has 2 entries and new has 1",
        "{'new':[[-1]],'rewards':[1],'old':[['a']]} | old[0][0] must be a finite number, is",
        "{'new':[[1e999]],'rewards':[1]} | new[0][0] must be a finite number",
        "{'new':[-1],'rewards':[1]} | new[0] must be an array of numbers",
        "{'new':[[-1]],'rewards':[1],'logp':1} | has the unknown key 'logp'; use new, old,",
        "{'new':[[-1]],'rewards':[1],'group':[1,2]} | group has 2 entries",
        "{'new':[[-1]],'rewards':[1],'mask':[[2]]} | mask[0][0] must be 0 or 1",
        "{'new':[[-1]],'rewards':[1],'mask':[[0]]} | mask is 0 everywhere",
        "{'new':[[-1]],'rewards':[1],'params':[1]} | params must be an object",
        "{'new':[[-1]],'rewards':[1],'params':{'clip':[1]}} | params.clip must be a text",
        "{'new':[[-1]],'rewards':[1],'rewards':[1]} | Duplicate field",
        "{'new':[[-1]],'rewards':[1]} | old is missing; grpo reads it with these parameters",
        "{'new':[[-1]],'old':[[-1]],'rewards':[1],'params':{'beta':0.1}} | ref is missing",
        "{'new':[[-1]],'old':[[-1]],'rewards':[1],'params':{'tau':0.1}} | 'tau' is not a parameter"
      })
  void whatIsWrongIsSaidInASentenceWithItsPlace(String json, String problem) {
    assertThatThrownBy(() -> evaluate("grpo", json))
        .isInstanceOf(HeadraceException.class)
        .hasMessageStartingWith("[case.json")
        .hasMessageContaining(problem);
  }

  private static CaseResult evaluate(String recipe, String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ObjectiveCase read = CaseReader.read(new ByteArrayInputStream(bytes), "case.json");
    return read.evaluate(read.build(RecipeCatalog.get(recipe, "test")).objective());
  }
}
