package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Combinations of settings that are rejected at the start, and combinations that are accepted. */
class SettingRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "curriculum.samples-per-group=1 | curriculum.samples-per-group must be at least 2, is 1",
        "curriculum.samples-per-group=0 | curriculum.samples-per-group must be at least 2, is 0",
        "curriculum.success-ema-alpha=0 | curriculum.success-ema-alpha must be more than 0",
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
        "sampling.temperature=1e-9 | all samples of a group are equal",
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
        "learner.rl.mini-batches=49 | learner.rl.mini-batches must be at most"
            + " learner.rl.groups-per-step, which is 48, is 49",
        "learner.rl.groups-per-step=7 | learner.rl.mini-batches must be at most",
        "learner.rl.learning-rate=1e30 | learner.rl.learning-rate must be at most 1",
        "learner.sft.learning-rate=2 | learner.sft.learning-rate must be at most 1",
        "learner.weight-decay=1e9 | learner.weight-decay times the learning rate",
        "learner.weight-decay=1 && learner.rl.learning-rate=1 | learner.weight-decay times the",
        "learner.weight-decay=20 && learner.rl.learning-rate=0.1 | learner.weight-decay times the",
        "learner.weight-decay=20 && learner.sft.learning-rate=0.1 | learner.weight-decay times the",
        "learner.rl.tau=1e308 | learner.rl.tau must be at most 1000",
        "model.hidden-size=2147483640 | model.hidden-size must be at most 65536",
        "model.layers=100000 | model.layers must be at most 1024",
        "model.feed-forward-size=2147483647 | model.feed-forward-size must be at most 1048576",
        "model.max-positions=2147483647 | model.max-positions must be at most 16777216",
        "learner.threads=100000 | learner.threads must be at most 1024, is 100000",
        "sampling.max-new-tokens=512 | sampling.max-new-tokens must be less than"
            + " model.max-positions, which is 512, is 512",
        "model.max-positions=64 | sampling.max-new-tokens must be less than",
        "curriculum.samples-per-group=1000000 | curriculum.samples-per-group must be at most 4096",
        "curriculum.group-limit=999999d | curriculum.group-limit must be at most 3650d",
        "curriculum.time-budget=999999d | curriculum.time-budget must be at most 3650d",
        "verifier.score-timeout=106751992d | verifier.score-timeout must be at most 3650d",
        "evaluation.heldout=2000000000 | evaluation.heldout must be at most 1000000",
        "tasks.pool=2000000000 | tasks.pool must be at most 10000000",
        "tasks.demonstrations=2000000000 | tasks.demonstrations must be at most 10000000",
        "kafka.partitions=2000000000 | kafka.partitions must be at most 1024",
        "rollout.decoders=100000 | rollout.decoders must be at most 1024",
        "rollout.slots=2000000000 | rollout.slots must be at most 65536",
        "rollout.decode-steps=1000000 | rollout.decode-steps must be at most 1024",
        "rollout.consumers=100000 | rollout.consumers must be at most 1024",
        "verifier.threads=100000 | verifier.threads must be at most 1024",
        "assembler.threads=100000 | assembler.threads must be at most 1024",
        "weights.log-limit=999GiB | weights.log-limit times weights.kept must be at most 4GiB",
        "assembler.commit-interval=11s | assembler.commit-interval must be at most 10s, is 11000"
            + " ms",
        "weights.kept=2000000000 | weights.log-limit times weights.kept",
        "preferences.rule=worst | preferences.rule must be one of none, best-worst,"
            + " shortest-correct;",
        "preferences.min-margin=1.5 | preferences.min-margin must be between 0 and 1, is 1.5",
        "preferences.correct-score=-1 | preferences.correct-score must be between 0 and 1, is -1.0",
        "preferences.length-factor=1 | preferences.length-factor must be more than 1, is 1.0",
      })
  void isRejected(String assignment, String problem) {
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
        "learner.rl.groups-per-step=1 && learner.rl.mini-batches=1",
        "learner.rl.groups-per-step=8",
        "sampling.max-new-tokens=511",
        "sampling.max-new-tokens=4096 && model.folder=somewhere",
        "sampling.stop=['   ']",
        "rollout.decode-steps=1024",
        "curriculum.group-limit=3650d",
        "weights.log-limit=1GiB && weights.kept=3",
        "weights.log-limit=1GiB && weights.kept=4",
        "assembler.commit-interval=10s",
        "learner.rl.learning-rate=1",
        "learner.sft.learning-rate=1",
        "learner.rl.tau=1000",
        "curriculum.group-deadline=21ms",
        "preferences.rule=best-worst && preferences.min-margin=1",
      })
  void isAccepted(String assignment) {
    assertThat(load(assignment).settings()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"501, rejected", "500, accepted"})
  void aStopStringHasAMaximumLength(int repeats, String result) {
    String set = "sampling.stop=[\"" + "ab".repeat(repeats) + "\"]";
    if (result.equals("accepted")) {
      assertThat(load(set).settings()).isNotEmpty();
    } else {
      assertThatThrownBy(() -> load(set)).hasMessageContaining("more than 1000 characters");
    }
  }

  private static LoadedConfig load(String assignment) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(assignment.split(" && ", -1)));
  }
}
