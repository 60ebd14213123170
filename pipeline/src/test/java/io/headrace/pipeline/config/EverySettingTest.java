package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every key of the YAML is mapped to its component of the records. */
class EverySettingTest {
  @Test
  void mapsEveryKey() {
    // When
    LoadedConfig loaded = ConfigLoader.load(Optional.of(file()), Map.of(), List.of());

    // Then the file has every key, each with a distinct value
    assertThat(loaded.settings().keySet()).isEqualTo(ConfigLoader.defaults().settings().keySet());
    assertThat(loaded.settings().values())
        .allSatisfy(setting -> assertThat(setting.origin()).startsWith("every-setting.yaml:"));

    // and each of them is in the configuration
    assertThat(loaded.config()).isEqualTo(expected());
  }

  private static RunConfig expected() {
    return new RunConfig(
        "other",
        new StorageConfig(Path.of("elsewhere")),
        new KafkaConfig(
            KafkaMode.EXTERNAL, "broker:9092", 9093, 8, 3, Map.of("security.protocol", "SASL_SSL")),
        new ModelSource(Optional.of(Path.of("llama")), 2, 64, 2, 2, 1, 128, 256),
        new TasksConfig(
            "countdown",
            Optional.of(Path.of("tasks.jsonl")),
            Optional.of(Path.of("heldout.jsonl")),
            true,
            "Q: {question}",
            2,
            3,
            10,
            20),
        List.of(
            new StageSetting(
                "warm-up",
                StageKind.SFT,
                Map.of("learning-rate", "1e-3"),
                new StageSetting.Until(Optional.of(9), Optional.empty(), Optional.of(0.3)))),
        new CurriculumConfig(
            4,
            2,
            0.1,
            0.25,
            Duration.ofMinutes(2),
            Duration.ofHours(5),
            0.4,
            0.8,
            0.7,
            7,
            Duration.ofHours(1)),
        new EvaluationConfig(100, 5, Duration.ofMillis(250)),
        new SamplingConfig(0.5, 32, List.of("END", "}")),
        new RolloutConfig(1, 16, 4, 3, PrecisionSetting.FLOAT32, DeviceSetting.CPU, 3, 8, 0),
        new VerifierConfig(1, Duration.ofSeconds(1), 2, 4, Duration.ofMinutes(6)),
        new AssemblerConfig(2, Duration.ofMillis(10), 1, 0.5, 9, Duration.ofHours(2)),
        new PreferencesConfig(PairRuleSetting.SHORTEST_CORRECT, 0.2, 0.9, 2.5),
        new LearnerConfig(
            "reward-model",
            1,
            DeviceSetting.CUDA,
            PrecisionSetting.BFLOAT16,
            1024,
            0.5,
            0.01,
            Duration.ofMinutes(3),
            1,
            new SftConfig(8, 1e-4, 0, 5, 2, 3),
            new RlConfig("kimi-k1.5", BaselineSetting.LOGZ, 0.2, 6, 3, 2, 1e-5, 7, false)),
        new WeightsConfig(
            new ByteSize(1L << 30), new ByteSize(2048), Optional.of(Path.of("shared")), 4),
        new ConsoleConfig("0.0.0.0", 0, Optional.of("secret")));
  }

  private static Path file() {
    try {
      return Path.of(
          Objects.requireNonNull(EverySettingTest.class.getResource("/every-setting.yaml"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
