package io.headrace.policy.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.pytorch.jni.JniUtils;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effect of settings and machine on a program, and rejected settings. */
class ProgramSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "true,  false, 1, BFLOAT16",
    "false, false, 1, FLOAT32",
    "false, true,  1, BFLOAT16",
    "false, true,  3, FLOAT32"
  })
  void precisionFollowsTheHardwareAndOnACpuTheMeasurement(
      boolean gpu, boolean cpuBfloat16, long bfloat16Micros, Precision expected) {
    // Given
    PrecisionTiming timing = new PrecisionTiming(2, bfloat16Micros);
    // When
    Precision precision = PrecisionRule.automatic(gpu, cpuBfloat16, () -> timing);
    // Then
    assertThat(precision).isEqualTo(expected);
  }

  @Test
  void namesWhatIsMissingForCuda() {
    assertThat(Devices.missing(true)).contains("PYTORCH_LIBRARY_PATH").contains("2.7.1");
    assertThat(Devices.missing(false)).contains("no CUDA driver").contains("set device to cpu");
  }

  @Test
  void threadsBelongToTheCallingThread() throws Exception {
    // Given
    int here = threadsAfterACall(1);
    // When
    int otherThread =
        CompletableFuture.supplyAsync(() -> threadsAfterACall(2)).get(60, TimeUnit.SECONDS);
    // Then
    assertThat(here).isEqualTo(1);
    assertThat(otherThread).isEqualTo(2);
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
  }

  @Test
  void theSameSeedGivesTheSameWeightsEverywhere() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters first = program.parameters(7);
        PolicyParameters again = program.parameters(7);
        PolicyParameters other = program.parameters(8)) {
      assertThat(first.sha256()).isEqualTo(again.sha256()).isNotEqualTo(other.sha256());
      assertThat(first.count()).isEqualTo(TinyModel.CONFIG.parameterCount());
      assertThat(first.toTensors().sequencedValues().getLast().values().get(3)).isEqualTo(1);
    }
  }

  @Test
  void newValuesReplaceTheOldOnesInPlace() {
    try (PolicyProgram program = TinyModel.program();
        PolicyParameters parameters = program.parameters(7);
        PolicyParameters other = program.parameters(8)) {
      parameters.requireGradients(true);
      // When
      parameters.set(other.toTensors());
      // Then
      assertThat(parameters.sha256()).isEqualTo(other.sha256());
    }
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    Map<String, FloatTensor> missing = new LinkedHashMap<>(TinyModel.weights(1));
    missing.remove("model.norm.weight");
    rejects(missing, "tensor model.norm.weight of shape [16] is missing");
    Map<String, FloatTensor> extra = new LinkedHashMap<>(TinyModel.weights(1));
    extra.put("lm_head.weight", new FloatTensor(List.of(1L), FloatBuffer.allocate(1)));
    rejects(extra, "tensor lm_head.weight is not part of this model");
    Map<String, FloatTensor> wrong = new LinkedHashMap<>(TinyModel.weights(1));
    wrong.put("model.norm.weight", new FloatTensor(List.of(2L), FloatBuffer.allocate(2)));
    rejects(wrong, "tensor model.norm.weight has shape [2], expected [16]");
  }

  private static void rejects(Map<String, FloatTensor> tensors, String message) {
    try (PolicyProgram program = TinyModel.program()) {
      assertThatExceptionOfType(ModelFormatException.class)
          .isThrownBy(() -> program.parameters(tensors))
          .withMessageStartingWith(message);
    }
  }

  private static int threadsAfterACall(int threads) {
    ExecutionSettings settings =
        new ExecutionSettings(
            ExecutionRole.TRAINING, DeviceChoice.CPU, PrecisionChoice.FLOAT32, threads);
    try (PolicyProgram program = PolicyProgram.load(TinyModel.CONFIG, settings);
        KeyValueCache cache = program.newCache(1, 4)) {
      assertThat(cache.capacity()).isEqualTo(4);
      return JniUtils.getNumThreads();
    }
  }
}
