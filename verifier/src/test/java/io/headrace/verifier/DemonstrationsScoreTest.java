package io.headrace.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.family.FamilyTask;
import io.headrace.curriculum.family.Split;
import io.headrace.curriculum.family.TaskFamilies;
import io.headrace.curriculum.family.TaskFamily;
import io.headrace.curriculum.family.TaskGenerator;
import io.headrace.verifier.scorer.PureScorer;
import io.headrace.verifier.scorer.Score;
import io.headrace.verifier.scorer.ScorerInput;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemonstrationsScoreTest {

  static Stream<TaskGenerator> generators() {
    return TaskFamilies.all().stream().flatMap(DemonstrationsScoreTest::everyDifficulty);
  }

  private static Stream<TaskGenerator> everyDifficulty(TaskFamily family) {
    return Stream.of(
            family.difficulties().lowest(),
            family.difficulties().standard(),
            family.difficulties().highest())
        .distinct()
        .map(difficulty -> new TaskGenerator(family, 5, difficulty));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void everyDemonstrationScoresOneOnItsTaskByTheScorerItNames(TaskGenerator generator) {
    // Given
    var scorer =
        (PureScorer) BuiltInScorers.all().named(generator.family().verifier()).orElseThrow();

    for (long number = 0; number < 1_000; number++) {
      FamilyTask task = generator.task(number % 2 == 0 ? Split.TRAIN : Split.HELD_OUT, number);

      // When
      Score score =
          scorer.score(
              new ScorerInput(
                  task.prompt(), task.answer(), generator.family().demonstration(task)));

      // Then
      assertThat(score)
          .as(task.prompt())
          .isInstanceOfSatisfying(
              Score.Scored.class, scored -> assertThat(scored.score()).isEqualTo(1));
    }
  }
}
