package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void hasADefaultForEverything() {
    // When
    LoadedConfig loaded = ConfigLoader.defaults();

    // Then
    assertThat(loaded.config().run()).isEqualTo("demo");
    assertThat(loaded.config().kafka().mode()).isEqualTo(KafkaMode.EMBEDDED);
    assertThat(loaded.config().model().folder()).isEmpty();
    assertThat(loaded.config().curriculum().groupDeadline()).isEqualTo(Duration.ofMinutes(10));
    assertThat(loaded.config().weights().chunkSize()).isEqualTo(new ByteSize(512 << 10));
    assertThat(loaded.settings().values())
        .allSatisfy(setting -> assertThat(setting.origin()).isEqualTo("default"));
  }

  @Test
  void theLaterSourceTakesPrecedenceAndIsTheOrigin() throws IOException {
    // Given each source sets one key more than the next
    Path file =
        write("learner:\n  rl:\n    tau: 0.2\n    epochs-per-batch: 3\n    mini-batches: 4\n");
    Map<String, String> environment =
        Map.of("HEADRACE_LEARNER_RL_TAU", "0.3", "HEADRACE_LEARNER_RL_EPOCHS_PER_BATCH", "5");

    // When
    LoadedConfig loaded =
        ConfigLoader.load(Optional.of(file), environment, List.of("learner.rl.tau=0.4"));

    // Then
    assertThat(loaded.config().learner().rl().tau()).isEqualTo(0.4);
    assertThat(loaded.config().learner().rl().epochsPerBatch()).isEqualTo(5);
    assertThat(loaded.config().learner().rl().miniBatches()).isEqualTo(4);
    assertThat(origin(loaded, "learner.rl.tau")).isEqualTo("--set learner.rl.tau");
    assertThat(origin(loaded, "learner.rl.epochs-per-batch"))
        .isEqualTo("HEADRACE_LEARNER_RL_EPOCHS_PER_BATCH");
    assertThat(origin(loaded, "learner.rl.mini-batches")).isEqualTo("run.yaml:5");
    assertThat(origin(loaded, "learner.rl.objective")).isEqualTo("default");
  }

  @Test
  void appliesAssignmentsInOrder() {
    assertThat(set("run=a", "run=b").config().run()).isEqualTo("b");
  }

  @Test
  void keepsTheUsersClientProperties() throws IOException {
    // Given
    Path file = write("kafka:\n  properties:\n    sasl.mechanism: PLAIN\n    retries: 3\n");

    // When
    LoadedConfig loaded = ConfigLoader.load(Optional.of(file), Map.of(), List.of());

    // Then
    assertThat(loaded.config().kafka().properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("sasl.mechanism", "PLAIN", "retries", "3"));
  }

  @ParameterizedTest
  @CsvSource({
    "learner.rl.taw=1, unknown key learner.rl.taw; did you mean learner.rl.tau?",
    "rollout.lanes=8, rollout.lanes is now called rollout.consumers; write that",
    "learner.rl.inner-updates=1, learner.rl.inner-updates is now called"
        + " learner.rl.epochs-per-batch",
    "curriculum.success-window=1, curriculum.success-window is now called",
    "learner.rl=1, learner.rl is a section; write its keys below it",
    "run.name=x, run.name is unknown: the key above it takes a single value",
    "run=Not Valid, run id 'Not Valid' is not valid",
    "learner.rl.tau=0, learner.rl.tau must be more than 0",
    "curriculum.min-task-weight=1.5, 'curriculum.min-task-weight must be between 0 and 1, is 1.5'",
    "curriculum.group-deadline=30, 'expected a duration such as 250ms, 30s or 5m, found ''30'''",
    "weights.chunk-size=1MB, 'expected a size such as 512KiB, 64MiB or 2GiB, found ''1MB'''",
    "weights.chunk-size=64MiB, weights.chunk-size must be at most 32MiB",
    "console.port=70000, 'console.port must be a port, 0 to 65535, is 70000'",
    "kafka.mode=external, kafka.bootstrap-servers must name the broker",
    "model.attention-heads=3, must divide model.attention-heads",
    "learner.rl.groups-per-step=many, learner.rl.groups-per-step",
    "learner.rl.groups-per-step=2.5, learner.rl.groups-per-step",
    "learner.rl.groups-per-step=, learner.rl.groups-per-step",
    "learner.precision=half, learner.precision",
    "tasks.strict=maybe, tasks.strict",
    "run, 'expected path=value, such as learner.rl.tau=0.2'",
  })
  void rejectsAnInvalidSettingWithItsPath(String assignment, String problem) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOfSatisfying(
            HeadraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessageContaining(problem)
        .hasMessageStartingWith("[")
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("Exception")
        .hasMessageNotContaining("io.headrace");
  }

  @Test
  void reportsFileAndLineOfAnInvalidValue() throws IOException {
    // Given
    Path file = write("run: demo\n\nconsole:\n  host: 127.0.0.1\n  port: -1\n");

    // When / Then
    assertThat(rejection(file))
        .hasMessage("[run.yaml:5] console.port must be a port, 0 to 65535, is -1");
  }

  @Test
  void reportsFileAndLineOfAnUnknownKey() throws IOException {
    assertThat(rejection(write("run: demo\nlearner:\n  thread: 2\n")))
        .hasMessage("[run.yaml:3] unknown key learner.thread; did you mean learner.threads?");
  }

  @Test
  void reportsTheLineOfADuplicateKey() throws IOException {
    assertThat(rejection(write("run: a\nrun: b\n")))
        .hasMessageStartingWith("[run.yaml:2]")
        .hasMessageContaining("run");
  }

  @Test
  void reportsTheLineThatIsNotYaml() throws IOException {
    assertThat(rejection(write("run: demo\nconsole: {port: 1\n")))
        .hasMessageStartingWith("[run.yaml:")
        .hasMessageContaining("not readable as YAML");
  }

  @Test
  void rejectsAFileThatIsNotAMap() throws IOException {
    assertThat(rejection(write("- a\n- b\n"))).hasMessageContaining("expected keys and values");
  }

  @Test
  void rejectsAKeyWithoutAValue() throws IOException {
    assertThat(rejection(write("learner:\n  threads:\n")))
        .hasMessageStartingWith("[run.yaml:2] learner.threads");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curriculum:\n  group-deadline:\n",
        "kafka:\n  mode: null\n",
        "sampling:\n  stop:\n    - a\n    -\n",
        "kafka:\n  properties:\n    sasl.mechanism:\n",
        "console:\n  host: ~\n",
        "run:\n"
      })
  void reportsAKeyWithoutAValueForEveryType(String yaml) throws IOException {
    // When a key of the file is null or has no value
    HeadraceException rejection = rejection(write(yaml));

    // Then the message has file, line and what to do
    assertThat(rejection).hasMessageStartingWith("[run.yaml:").hasMessageContaining("leave ");
    assertThat(rejection.code()).isEqualTo(ErrorCode.INVALID_CONFIG);
  }

  @Test
  void acceptsNullAsNoneWhereTheDefaultIsNone() throws IOException {
    // Given keys without a value whose default is none
    Path file = write("tasks:\n  file:\nsampling:\n  stop:\nkafka:\n  properties:\n");

    // When
    RunConfig config = ConfigLoader.load(Optional.of(file), Map.of(), List.of()).config();

    // Then they are none
    assertThat(config).isEqualTo(ConfigLoader.defaults().config());
  }

  @Test
  void usesTheDefaultsForAnEmptyFile() throws IOException {
    assertThat(ConfigLoader.load(Optional.of(write("")), Map.of(), List.of()).config())
        .isEqualTo(ConfigLoader.defaults().config());
  }

  @Test
  void reportsAMissingFile() {
    assertThat(rejection(folder.resolve("none.yaml")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void rejectsAFolder() {
    assertThat(rejection(folder)).hasMessageContaining("can't be read");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), yaml);
  }

  private static HeadraceException rejection(Path file) {
    return catchThrowableOfType(
        HeadraceException.class, () -> ConfigLoader.load(Optional.of(file), Map.of(), List.of()));
  }

  private static LoadedConfig set(String... assignments) {
    return ConfigLoader.load(Optional.empty(), Map.of(), List.of(assignments));
  }

  private static String origin(LoadedConfig loaded, String path) {
    Setting setting = loaded.settings().get(path);
    return setting == null ? "none" : setting.origin();
  }
}
