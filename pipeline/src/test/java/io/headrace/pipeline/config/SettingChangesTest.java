package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.config.SettingChange.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Differences between the recorded and the present settings of a run. */
class SettingChangesTest {

  private static final String RECORDED =
      """
      run: demo
      model: {folder: "", seed: 1, layers: 3}
      tasks: {family: addition, file: "", seed: 1, strict: false}
      curriculum: {samples-per-group: 8, max-steps: 150, group-deadline: 600s}
      evaluation: {heldout: 400, every-steps: 10}
      sampling: {temperature: 1.0, max-new-tokens: 64, stop: []}
      learner: {threads: 2, rl: {learning-rate: 6.0E-5, tau: 0.5, objective: kimi-k1.5}}
      assembler: {min-scored: 2}
      console: {port: 8710}
      """;

  @Test
  void aSettingRecordedUnderAnEarlierNameIsCompared() {
    // Given a log that was recorded before curriculum.exploration was renamed
    String recorded = "curriculum: {exploration: 0.05}\nlearner: {rl: {inner-updates: 2}}\n";

    // When
    List<SettingChange> changes =
        SettingChanges.between(
            recorded,
            Map.of(),
            ConfigLoader.load(
                Optional.empty(), Map.of(), List.of("curriculum.min-task-weight=0.2")),
            Map.of());

    // Then
    assertThat(changes).singleElement().hasToString("curriculum.min-task-weight: was 0.05, is 0.2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model.seed=2 | DEFINES_THE_RUN | model.seed: was 1, is 2",
        "model.folder=llama | DEFINES_THE_RUN | model.folder: was \"\", is \"llama\"",
        "tasks.family=countdown | DEFINES_THE_RUN | tasks.family: was \"addition\", is"
            + " \"countdown\"",
        "tasks.file=a.jsonl | DEFINES_THE_RUN | tasks.file: was \"\", is \"a.jsonl\"",
        "curriculum.samples-per-group=4 | DEFINES_THE_RUN | curriculum.samples-per-group: was 8, is"
            + " 4",
        "evaluation.heldout=100 | DEFINES_THE_RUN | evaluation.heldout: was 400, is 100",
        "sampling.temperature=0.7 | DEFINES_THE_RUN | sampling.temperature: was 1.0, is 0.7",
        "sampling.stop=[END] | DEFINES_THE_RUN | sampling.stop: was [], is [\"END\"]",
        "curriculum.max-steps=151 | FROM_NOW_ON | curriculum.max-steps: was 150, is 151",
        "curriculum.group-deadline=90s | FROM_NOW_ON | curriculum.group-deadline: was \"600s\", is"
            + " \"90s\"",
        "learner.rl.learning-rate=1e-5 | FROM_NOW_ON | learner.rl.learning-rate: was 6.0E-5, is"
            + " 1.0E-5",
        "assembler.min-scored=3 | FROM_NOW_ON | assembler.min-scored: was 2, is 3",
        "tasks.strict=true | FROM_NOW_ON | tasks.strict: was false, is true",
      })
  void aDifferenceIsListedByItsKey(String set, Effect effect, String words) {
    // When
    List<SettingChange> changes = changes(Map.of(), Map.of(), set);

    // Then
    assertThat(changes).singleElement().hasToString(words);
    assertThat(changes.getFirst().effect()).isEqualTo(effect);
  }

  @ParameterizedTest
  @CsvSource({
    "console.port=9",
    "learner.threads=7",
    "storage.data-folder=x",
    "kafka.port=1",
    "rollout.slots=1",
    "curriculum.group-deadline=10m",
    "learner.rl.learning-rate=0.00006",
    "sampling.temperature=1",
    "weights.kept=9",
  })
  void equalAndLocalSettingsAreNotListed(String set) {
    assertThat(changes(Map.of(), Map.of(), set)).isEmpty();
  }

  @Test
  void differencesThatDefineTheRunAreListedFirst() {
    assertThat(changes(Map.of(), Map.of(), "curriculum.max-steps=9", "sampling.temperature=0.7"))
        .extracting(SettingChange::path)
        .containsExactly("sampling.temperature", "curriculum.max-steps");
  }

  @Test
  void aFileIsComparedByItsContentAndNotByItsPath() {
    // Given the same file under another path, then another file
    assertThat(
            changes(Map.of("tasks.file", "ab"), Map.of("tasks.file", "ab"), "tasks.file=b.jsonl"))
        .isEmpty();
    assertThat(
            changes(Map.of("tasks.file", "ab"), Map.of("tasks.file", "cd"), "tasks.file=b.jsonl"))
        .singleElement()
        .hasToString("tasks.file: was a file with SHA-256 ab, is cd");
  }

  @Test
  void aRecordedValueThatIsNoLongerValidDiffers() {
    // Given a log of an earlier version
    String recorded = "run: demo\nlearner: {rl: {tau: .inf}}\n";

    // Then
    assertThat(SettingChanges.between(recorded, Map.of(), ConfigLoader.defaults(), Map.of()))
        .extracting(SettingChange::path)
        .containsExactly("learner.rl.tau");
  }

  private static List<SettingChange> changes(
      Map<String, String> recorded, Map<String, String> present, String... sets) {
    LoadedConfig now = ConfigLoader.load(Optional.empty(), Map.of(), List.of(sets));
    return SettingChanges.between(RECORDED, recorded, now, present);
  }
}
