package io.headrace.curriculum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskGeneratorTest {

  static Stream<TaskGenerator> generators() {
    return TaskFamilies.all().stream()
        .flatMap(
            family ->
                Stream.of(1L, 2L, 3L)
                    .map(
                        seed -> new TaskGenerator(family, seed, family.difficulties().standard())));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void noHeldOutTaskIsEverDrawnForTraining(TaskGenerator generator) {
    // Given
    Set<String> heldOut = new HashSet<>();
    generator.distinct(Split.HELD_OUT, 400).forEach(task -> heldOut.add(task.canonicalForm()));

    // When
    List<FamilyTask> training =
        Stream.iterate(0L, n -> n + 1)
            .limit(5_000)
            .map(number -> generator.task(Split.TRAIN, number))
            .toList();

    // Then
    assertThat(training).noneMatch(task -> heldOut.contains(task.canonicalForm()));
    assertThat(training).allMatch(task -> generator.splitOf(task) == Split.TRAIN);
  }

  @ParameterizedTest
  @MethodSource("generators")
  void theSameSeedAndNumberGiveTheSameTask(TaskGenerator generator) {
    // Given
    TaskGenerator again =
        new TaskGenerator(generator.family(), generator.seed(), generator.difficulty());

    // When
    List<FamilyTask> tasks = again.distinct(Split.TRAIN, 50);

    // Then
    assertThat(tasks).isEqualTo(generator.distinct(Split.TRAIN, 50));
    assertThat(tasks).extracting(FamilyTask::prompt).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("generators")
  void everyTextUsesTheAlphabetOnly(TaskGenerator generator) {
    // When
    List<FamilyTask> tasks = generator.distinct(Split.TRAIN, 500);

    // Then
    assertThat(tasks)
        .allMatch(task -> Alphabet.covers(task.prompt()))
        .allMatch(task -> Alphabet.covers(generator.family().demonstration(task)));
  }

  @Test
  void anotherSeedHoldsOutOtherTasks() {
    // Given
    TaskGenerator first = new TaskGenerator(new Addition(), 1, 2);
    TaskGenerator second = new TaskGenerator(new Addition(), 2, 2);

    // When
    long alsoHeldOut =
        first.distinct(Split.HELD_OUT, 400).stream()
            .filter(task -> second.splitOf(task) == Split.HELD_OUT)
            .count();

    // Then
    assertThat(alsoHeldOut).isBetween(10L, 120L);
  }

  @Test
  void moreTasksThanExistAreAnErrorThatNamesTheirNumber() {
    // Given
    TaskGenerator generator = new TaskGenerator(new KnightsAndKnaves(), 1, 2);

    // When / Then
    assertThatThrownBy(() -> generator.distinct(Split.HELD_OUT, 400))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "task family knights-and-knaves at difficulty 2 has only [0-9]+ different held-out"
                + " tasks and 400 are needed; lower the number or raise the difficulty");
  }

  @Test
  void aDifficultyOutOfRangeIsRejected() {
    assertThatThrownBy(() -> new TaskGenerator(new Addition(), 1, 9))
        .hasMessage(
            "task family addition: difficulty 9 (digits per number) is not between 2 and 5; choose"
                + " one in that range");
  }
}
