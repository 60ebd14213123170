package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings with which a run would stand still, and combinations that contradict each other. */
class SettingRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "curriculum.samples-per-group=1 | curriculum.samples-per-group must be at least 2, is 1",
        "curriculum.samples-per-group=0 | curriculum.samples-per-group must be at least 2, is 0",
        "curriculum.success-window=0 | curriculum.success-window must be more than 0",
        "curriculum.group-deadline=0s | curriculum.group-deadline must be longer than 0",
        "curriculum.group-deadline=-1s | curriculum.group-deadline expected a duration",
        "curriculum.group-deadline=20ms | must be longer than assembler.commit-interval, which is"
            + " 20 ms",
        "evaluation.deadline=5ms | evaluation.deadline must be longer than"
            + " assembler.commit-interval",
        "evaluation.heldout=0 | evaluation.heldout must be at least 1, is 0",
        "evaluation.every-steps=0 | evaluation.every-steps must be at least 1, is 0",
        "sampling.stop=[\"\"] | sampling.stop holds an empty string",
        "sampling.stop=[END, ''] | sampling.stop holds an empty string",
        "sampling.temperature=0 | sampling.temperature must be between 0.01 and 100.0, is 0.0",
        "sampling.temperature=1e-9 | all samples of a group are the same",
        "sampling.temperature=1e30 | sampling.temperature must be between",
        "sampling.max-new-tokens=0 | sampling.max-new-tokens must be at least 1, is 0",
        "rollout.repetition-count=1 | rollout.repetition-count must be 0 for never, or at least 2",
        "assembler.min-scored=0 | assembler.min-scored must be at least 1, is 0",
        "assembler.min-scored=9 | assembler.min-scored must be at most"
            + " curriculum.samples-per-group, which is 8",
        "kafka.replication=3 | kafka.replication must be 1 while kafka.mode is embedded",
        "kafka.bootstrap-servers=b:9092 | kafka.bootstrap-servers must be empty while kafka.mode is"
            + " embedded",
        "tasks.heldout-file=held.jsonl | tasks.heldout-file needs tasks.file",
        "learner.rl.groups-per-step=0 | learner.rl.groups-per-step must be at least 1, is 0",
        "curriculum.max-staleness=2147483647 | learner.rl.groups-per-step times"
            + " curriculum.max-staleness + 1",
        "learner.rl.decay-steps=2000000000 | learner.rl.decay-steps times",
      })
  void isRefusedAtTheStart(String assignment, String problem) {
    assertThatThrownBy(() -> load(assignment))
        .isInstanceOf(HeadraceException.class)
        .hasMessageMatching("\\[[^]]+] [^\\n]+")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "curriculum.samples-per-group=2",
        "sampling.stop=[\"\\n\", \" \"]",
        "sampling.temperature=0.01",
        "rollout.repetition-count=2",
        "assembler.min-scored=8",
        "learner.rl.groups-per-step=1",
        "curriculum.group-deadline=21ms",
      })
  void isTaken(String assignment) {
    assertThat(load(assignment).settings()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"501, refused", "500, taken"})
  void aStopStringHasAnEnd(int repeats, String result) {
    String set = "sampling.stop=[\"" + "ab".repeat(repeats) + "\"]";
    if (result.equals("taken")) {
      assertThat(load(set).settings()).isNotEmpty();
    } else {
      assertThatThrownBy(() -> load(set)).hasMessageContaining("more than 1000 characters");
    }
  }

  private static LoadedConfig load(String assignment) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(assignment));
  }
}
