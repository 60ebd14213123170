package io.headrace.curriculum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemonstrationTest {

  @Test
  void additionWritesEachColumnWithItsCarries() {
    // Given
    FamilyTask task = Addition.task(37, 48);

    // When
    String response = new Addition().demonstration(task);

    // Then
    assertThat(task).isEqualTo(new FamilyTask("37+48=", "85", "37+48"));
    assertThat(response).isEqualTo("<think>7+8+0=15,3+4+1=08</think>{\"ans\":85}");
  }

  @Test
  void additionCarriesIntoAThirdDigit() {
    assertThat(new Addition().demonstration(Addition.task(57, 68)))
        .isEqualTo("<think>7+8+0=15,5+6+1=12</think>{\"ans\":125}");
  }

  @Test
  void additionHoldsOutAtLeastFourHundredOfIts8100PairsForEachSeed() {
    for (long seed = 1; seed <= 20; seed++) {
      // Given
      TaskGenerator generator = new TaskGenerator(new Addition(), seed, 2);

      // When
      long heldOut =
          IntStream.range(0, 8100)
              .mapToObj(pair -> Addition.task(10 + pair / 90, 10 + pair % 90))
              .filter(task -> generator.splitOf(task) == Split.HELD_OUT)
              .count();

      // Then
      assertThat(heldOut).isBetween(600L, 1000L);
    }
  }

  @Test
  void aPairAndItsSwapAreInTheSameSplit() {
    // Given
    TaskGenerator generator = new TaskGenerator(new Addition(), 7, 2);

    // When / Then
    for (int pair = 0; pair < 8100; pair++) {
      int first = 10 + pair / 90;
      int second = 10 + pair % 90;
      assertThat(generator.splitOf(Addition.task(first, second)))
          .isEqualTo(generator.splitOf(Addition.task(second, first)));
    }
  }

  @Test
  void countdownWritesStepsAndOneExpression() {
    // Given
    FamilyTask task =
        new FamilyTask("make 16 from 3,5,2=", "{\"numbers\":[3,5,2],\"target\":16}", "2,3,5:16");

    // When
    String response = new Countdown().demonstration(task);

    // Then
    assertThat(response).isEqualTo("<think>3+5=8,8*2=16</think>{\"ans\":\"(3+5)*2\"}");
  }

  @Test
  void letterSortingTakesTheSmallestRemainingLetter() {
    assertThat(new LetterSorting().demonstration(new FamilyTask("sort dbca=", "abcd", "abcd")))
        .isEqualTo("<think>a:dbc,b:dc,c:d,d:</think>{\"ans\":\"abcd\"}");
  }

  @Test
  void knightsAndKnavesTriesAssignmentsUntilEveryStatementHolds() {
    // Given
    String prompt = "A:B=n;B:A=k&B=k?";

    // When
    String response = new KnightsAndKnaves().demonstration(new FamilyTask(prompt, "kn", prompt));

    // Then
    assertThat(response).isEqualTo("<think>kk:A,kn:ok</think>{\"ans\":\"kn\"}");
  }

  @Test
  void aPromptOfAnotherFamilyIsRejected() {
    assertThatThrownBy(() -> new Countdown().demonstration(Addition.task(10, 11)))
        .hasMessage("task family countdown has no prompt of the form '10+11='");
  }
}
