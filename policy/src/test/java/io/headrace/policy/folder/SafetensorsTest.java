package io.headrace.policy.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void inTheFolder() {
    file = folder.resolve("model.safetensors");
  }

  @ParameterizedTest
  @EnumSource
  void representableValuesAreReadUnchanged(TensorType type) {
    // Given two tensors of numbers that all three types hold
    float[] matrix = {1, -2, 0.5f, 0, Float.POSITIVE_INFINITY, -0.0078125f};
    var tensors = new LinkedHashMap<>(tensor("m", matrix, 2L, 3L));
    tensors.putAll(tensor("v", new float[] {3}, 1L));

    // When they are written and read
    SafetensorsWriter.write(file, type, tensors);

    // Then shape, order and values are the same
    SafetensorsFile read = SafetensorsFile.open(file);
    assertThat(read.tensors().keySet()).containsExactly("m", "v");
    FloatTensor first = read.read(read.tensors().values().iterator().next());
    assertThat(first.shape()).containsExactly(2L, 3L);
    assertThat(numbers(first)).containsExactly(matrix);
  }

  @ParameterizedTest
  @CsvSource({
    "1.00390625,1.0",
    "1.01171875,1.015625",
    "3.39e38,3.3895314e38",
    "3.4028e38,Infinity"
  })
  void bfloat16RoundsToNearestEven(float given, float expected) {
    SafetensorsWriter.write(file, TensorType.BF16, tensor("v", new float[] {given}, 1L));
    assertThat(read("v")).containsExactly(expected);
  }

  @Test
  void nanStaysNanInBfloat16() {
    float tiny = Float.intBitsToFloat(0x7f800001);
    SafetensorsWriter.write(file, TensorType.BF16, tensor("v", new float[] {tiny}, 1L));
    assertThat(read("v")).containsExactly(Float.NaN);
  }

  @Test
  void theHeaderIsAlignedAndHasMetadata() throws IOException {
    // When a tensor is written
    SafetensorsWriter.write(file, TensorType.F32, tensor("v", new float[] {7}, 1L));

    // Then the data starts at a multiple of eight and the metadata is transformers' own
    byte[] bytes = Files.readAllBytes(file);
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains("\"__metadata__\":{\"format\":\"pt\"}");
  }

  @Test
  void aFileTruncatedAnywhereIsRejected() throws IOException {
    // Given a good file
    SafetensorsWriter.write(file, TensorType.F32, tensor("a", new float[4], 2L, 2L));
    byte[] whole = Files.readAllBytes(file);

    // When it is cut at any byte, Then it is rejected with the file's name
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("[model=" + file + "] it is cut short: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}|has dtype I64 and only"
            + " F32",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|does not fit the 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,8]}}|does"
            + " not fit",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|without a dtype, a"
            + " shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}|without a dtype, a shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|starts at byte 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|bytes that belong to no"
            + " tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}|it is cut short",
        "{\"a\":1,\"a\":2}|not valid JSON",
        "[1, 2]|not a JSON object",
        "{\"a\"|not valid JSON",
      })
  void anInvalidHeaderIsReported(String header, String problem) throws IOException {
    write(header, 8);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aFileOfAnotherFormatIsRejected() throws IOException {
    Files.writeString(file, "PK\u0003\u0004 this is an archive and no tensor file");
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("it is not a safetensors file");
  }

  private float[] read(String name) {
    SafetensorsFile open = SafetensorsFile.open(file);
    TensorEntry entry = open.tensors().get(name);
    return entry == null ? new float[0] : numbers(open.read(entry));
  }

  private static float[] numbers(FloatTensor tensor) {
    float[] numbers = new float[tensor.values().remaining()];
    tensor.values().get(numbers);
    return numbers;
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
  }

  private static SequencedMap<String, FloatTensor> tensor(
      String name, float[] values, Long... shape) {
    var tensors = new LinkedHashMap<String, FloatTensor>();
    tensors.put(name, new FloatTensor(List.of(shape), FloatBuffer.wrap(values)));
    return tensors;
  }
}
