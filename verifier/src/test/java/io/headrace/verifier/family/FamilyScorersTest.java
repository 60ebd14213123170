package io.headrace.verifier.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyScorersTest {

  private static final String COUNTDOWN_GOLD = "{\"numbers\":[3,5,2],\"target\":16}";

  private static Score score(String scorer, String gold, String response) {
    var found = (PureScorer) BuiltInScorers.all().named(scorer).orElseThrow();
    return found.score(new ScorerInput("", gold, response));
  }

  private static double scored(String scorer, String gold, String response) {
    assertThat(score(scorer, gold, response)).isInstanceOf(Score.Scored.class);
    return ((Score.Scored) score(scorer, gold, response)).score();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>7+8+0=15,3+4+1=08</think>{\"ans\":85}",
        "<think></think>{\"ans\": 85}",
        " <think>anything, even {\"ans\":1}</think>\n{ \"ans\" : 85 }\n",
        "the prompt ended with the opening tag</think>{\"ans\":85}",
      })
  void anAnswerInTheRequestedFormIsRight(String response) {
    assertThat(scored("addition", "85", response)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "85",
        "{\"ans\":85}",
        "<think>{\"ans\":85}",
        "<think></think>",
        "<think></think>85",
        "<think></think>{\"ans\":84}",
        "<think></think>{\"ans\":850}",
        "<think></think>{\"ans\":-85}",
        "<think></think>{\"ans\":85.0}",
        "<think></think>{\"ans\":8.5e1}",
        "<think></think>{\"ans\":085}",
        "<think></think>{\"ans\":\"85\"}",
        "<think></think>{\"ans\":true}",
        "<think></think>{\"ans\":null}",
        "<think></think>{\"ans\":[85]}",
        "<think></think>{\"ans\":85,\"ans\":85}",
        "<think></think>{\"ans\":84,\"ans\":85}",
        "<think></think>{\"ans\":85,\"sure\":1}",
        "<think></think>{\"answer\":85}",
        "<think></think>{\"ans\":85}{\"ans\":85}",
        "<think></think>{\"ans\":85} indeed",
        "<think></think>so {\"ans\":85}",
        "<think></think></think>{\"ans\":85}",
        "<think><think></think>{\"ans\":85}",
        "so <think></think>{\"ans\":85}",
        "<think></think>{\"ans\":85}<think></think>{\"ans\":85}",
        "<think></think>{'ans':85}",
        "<think></think>{\"ans\":85",
        "<think></think>{\"ans\":1e999999999}",
      })
  void anyOtherAnswerIsWrongAlsoIfItResemblesTheGold(String response) {
    assertThat(scored("addition", "85", response)).isEqualTo(0);
  }

  @Test
  void theDetailShowsANumberAsItWasWritten() {
    assertThat(score("addition", "85", "<think></think>{\"ans\":85.0}"))
        .isEqualTo(Score.wrong("the answer '85.0' is not a JSON integer"));
  }

  @Test
  void trueIsNotOne() {
    assertThat(scored("addition", "1", "<think></think>{\"ans\":true}")).isEqualTo(0);
  }

  @Test
  void deepOrLongAnswersAreRejectedBeforeTheyAreParsed() {
    assertThat(scored("addition", "1", "<think></think>" + "[".repeat(100_000))).isEqualTo(0);
    assertThat(score("addition", "1", "x".repeat(1_000_001))).isInstanceOf(Score.NotScored.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "addition | eighty-five",
        "addition | 85.0",
        "addition | ''",
        "letter-sorting | ba",
        "letter-sorting | ''",
        "knights-and-knaves | kx",
        "countdown | 16",
        "countdown | {\"numbers\":[],\"target\":16}",
        "countdown | {\"numbers\":[3,true],\"target\":16}",
        "countdown | {\"numbers\":[3,5,2],\"target\":1.5}",
        "countdown | {\"numbers\":[3,5,2],\"target\":16,\"use\":\"none\"}",
        "countdown | {\"numbers\":[3,5,2],\"target\":16,\"goal\":1}",
        "countdown | {\"numbers\":[3,5,2],\"target\":16,\"target\":17}",
      })
  void aGoldAnswerThatDoesNotParseIsADataError(String scorer, String gold) {
    assertThat(score(scorer, gold, "<think></think>{\"ans\":\"1\"}"))
        .isInstanceOfSatisfying(
            Score.NotScored.class,
            not -> assertThat(not.reason()).startsWith("the gold answer '").contains(" is not "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(3+5)*2", "2*(5+3)", " ( 3 + 5 ) * 2 ", "((3)+5)*2", "(5+3)*2"})
  void anyExpressionThatReachesTheTargetIsRight(String expression) {
    assertThat(scored("countdown", COUNTDOWN_GOLD, countdown(expression))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "16",
        "3*5+2",
        "(3+5)*2+0",
        "(3+5)+(3+5)",
        "8*2",
        "35-2*2",
        "2**3+5+3",
        "2//3+16",
        "(3+5)*2=16",
        "3+5)*2",
        "((3+5)*2",
        "(3+5)(2)",
        "+(3+5)*2",
        "3.0+5*2",
        "9**9**9**9",
        "3/(5-5)*2",
        "(03+5)*2",
        "3 5+2",
        "(3+5)*2;",
        "abs(3+5)*2",
      })
  void anyOtherExpressionIsWrong(String expression) {
    assertThat(scored("countdown", COUNTDOWN_GOLD, countdown(expression))).isEqualTo(0);
  }

  @Test
  void intermediateFractionsAreExact() {
    assertThat(scored("countdown", "{\"numbers\":[8,3,8,3],\"target\":24}", countdown("8/(3-8/3)")))
        .isEqualTo(1);
  }

  @Test
  void numbersMayBeUnusedOnlyWhereTheTaskAllowsIt() {
    // Given
    String some = "{\"numbers\":[3,5,2],\"target\":8,\"use\":\"some\"}";
    String all = "{\"numbers\":[3,5,2],\"target\":8}";

    // When / Then
    assertThat(scored("countdown", some, countdown("3+5"))).isEqualTo(1);
    assertThat(scored("countdown", some, countdown("3+3+2"))).isEqualTo(0);
    assertThat(scored("countdown", all, countdown("3+5"))).isEqualTo(0);
  }

  @Test
  void lettersAndPersonsHaveToMatchAsAWhole() {
    assertThat(scored("letter-sorting", "abcd", "<think></think>{\"ans\":\"abcd\"}")).isEqualTo(1);
    assertThat(scored("letter-sorting", "abcd", "<think></think>{\"ans\":\"abcde\"}")).isZero();
    assertThat(scored("letter-sorting", "abcd", "<think></think>{\"ans\":\"ABCD\"}")).isZero();
    assertThat(scored("knights-and-knaves", "kn", "<think></think>{\"ans\":\"kn\"}")).isEqualTo(1);
    assertThat(scored("knights-and-knaves", "kn", "<think></think>{\"ans\":\"knk\"}")).isZero();
    assertThat(scored("knights-and-knaves", "kn", "<think></think>{\"ans\":1}")).isZero();
  }

  private static String countdown(String expression) {
    return "<think></think>{\"ans\":\"" + expression + "\"}";
  }
}
