package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTrialsTest {
  private static final PrecisionTiming TIMING = new PrecisionTiming(200, 100);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(ExecutionRole.class)
  void bothPrecisionsAreTimedForEachRole(ExecutionRole role) {
    // Given
    ExecutionSettings settings =
        new ExecutionSettings(role, DeviceChoice.CPU, PrecisionChoice.AUTO, 1);
    // When
    PrecisionTiming timing = PrecisionTrial.measure(large(), settings);
    // Then
    assertThat(timing.float32Micros()).isPositive();
    assertThat(timing.bfloat16Micros()).isPositive();
    assertThat(timing.advantage()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void theFasterPrecisionIsTakenAndFloat32WhenTheyAreEqual() {
    assertThat(new PrecisionTiming(200, 100).faster()).isEqualTo(Precision.BFLOAT16);
    assertThat(new PrecisionTiming(100, 200).faster()).isEqualTo(Precision.FLOAT32);
    assertThat(new PrecisionTiming(100, 100).faster()).isEqualTo(Precision.FLOAT32);
  }

  @Test
  void aTrialOfALargeModelIsBounded() {
    // When
    ModelConfig shape = TrialShape.of(large());
    // Then
    assertThat(shape.parameterCount()).isLessThan(20_000_000);
    assertThat(shape.heads() / shape.keyValueHeads()).isEqualTo(4);
    assertThat(TrialShape.tokens(shape)).isBetween(8, 2048);
  }

  @Test
  void aKeyIsMeasuredOnce() {
    // Given
    AtomicInteger measured = new AtomicInteger();
    // When
    for (int start = 0; start < 3; start++) {
      PrecisionTiming timing =
          new TimingCache(folder)
              .get(
                  "a key\n",
                  () -> {
                    measured.incrementAndGet();
                    return TIMING;
                  });
      assertThat(timing).isEqualTo(TIMING);
    }
    // Then
    assertThat(measured).hasValue(1);
  }

  @Test
  void anotherKeyIsMeasuredForItself() {
    // Given
    TimingCache cache = new TimingCache(folder);
    cache.get("a key\n", () -> TIMING);
    PrecisionTiming other = new PrecisionTiming(1, 2);
    // When
    PrecisionTiming timing = cache.get("another key\n", () -> other);
    // Then
    assertThat(timing).isEqualTo(other);
  }

  @Test
  void aDamagedFileIsMeasuredAgain() throws IOException {
    // Given
    TimingCache cache = new TimingCache(folder);
    cache.get("a key\n", () -> TIMING);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(path -> path.toString().endsWith(".txt")).findFirst().orElseThrow();
    }
    PrecisionTiming other = new PrecisionTiming(3, 4);
    for (String damage : List.of("", "a key\n", "a key\nfloat32 µs: 1\nbfloat16 µs: x\n")) {
      Files.writeString(file, damage);
      // When
      PrecisionTiming timing = cache.get("a key\n", () -> other);
      // Then
      assertThat(timing).as(damage).isEqualTo(other);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNotAFailure() throws IOException {
    // Given
    Path taken = Files.writeString(folder.resolve("file"), "");
    // When
    PrecisionTiming timing = new TimingCache(taken.resolve("below")).get("a key\n", () -> TIMING);
    // Then
    assertThat(timing).isEqualTo(TIMING);
  }

  @Test
  void theKeyNamesRoleThreadsAndShape() {
    // Given
    ExecutionSettings one = ExecutionSettings.training(1);
    // Then
    assertThat(PrecisionTrials.key(TinyModel.CONFIG, one))
        .isEqualTo(PrecisionTrials.key(TinyModel.CONFIG, one))
        .isNotEqualTo(PrecisionTrials.key(TinyModel.CONFIG, ExecutionSettings.training(2)))
        .isNotEqualTo(PrecisionTrials.key(TinyModel.CONFIG, ExecutionSettings.generation()))
        .isNotEqualTo(PrecisionTrials.key(large(), one));
  }

  @Test
  void theProcessorIsReadFromItsDescription() {
    // When
    Processor processor =
        Processor.parse(
            """
            processor\t: 0
            cpu family\t: 6
            model name\t: Some CPU
            flags\t\t: fpu avx2 avx512f avx512_bf16

            processor\t: 1
            flags\t\t: fpu
            """);
    // Then
    assertThat(processor.model()).isEqualTo("Some CPU, cpu family 6");
    assertThat(processor.hasBfloat16()).isTrue();
    assertThat(processor.notableFeatures()).isEqualTo("avx2 avx512f avx512_bf16");
    assertThat(Processor.parse("").hasBfloat16()).isFalse();
  }

  /** About 8 B parameters. */
  private static ModelConfig large() {
    return new ModelConfig(
        Architecture.LLAMA,
        128_256,
        4096,
        14_336,
        32,
        32,
        8,
        128,
        8192,
        1e-5,
        500_000,
        false,
        ModelConfig.AttentionBias.NONE,
        List.of());
  }
}
