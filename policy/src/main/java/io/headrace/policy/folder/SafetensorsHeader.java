package io.headrace.policy.folder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.policy.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The validated header of a safetensors file: eight bytes with its length, then that many bytes of
 * JSON with the position of each tensor in the data that follows. Tensors cover the data without
 * gap or overlap.
 *
 * @param dataStart offset of the data in the file, in bytes
 * @param tensors entries by name, in the order of their data
 */
record SafetensorsHeader(long dataStart, Map<String, TensorEntry> tensors) {

  /** Size of the length field, in bytes. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** Maximum length of a header in the format, in bytes. */
  static final long LONGEST = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Checks a header's length against the format's limit and the file's size, in bytes. */
  static void checkLength(Path file, long length, long fileSize) {
    if (length < 2 || length > LONGEST) {
      throw FolderProblemText.in(
          file,
          "it is not a safetensors file: its first eight bytes give a header of "
              + Long.toUnsignedString(length)
              + " bytes"
              + FolderProblemText.COPY_AGAIN);
    }
    if (LENGTH_BYTES + length > fileSize) {
      throw FolderProblemText.in(
          file,
          "it is cut short: its header alone should have "
              + length
              + " bytes and the whole file has "
              + fileSize
              + FolderProblemText.COPY_AGAIN);
    }
  }

  /** Parses the JSON and validates it against the file's size. */
  static SafetensorsHeader parse(Path file, byte[] json, long fileSize) {
    var entries = new ArrayList<TensorEntry>();
    tree(file, json)
        .properties()
        .forEach(
            property -> {
              if (!property.getKey().equals(METADATA)) {
                entries.add(entry(file, property.getKey(), property.getValue()));
              }
            });
    entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    long dataStart = (long) LENGTH_BYTES + json.length;
    checkCoverage(file, entries, fileSize - dataStart);
    var tensors = new LinkedHashMap<String, TensorEntry>();
    entries.forEach(entry -> tensors.put(entry.name(), entry));
    return new SafetensorsHeader(dataStart, tensors);
  }

  private static JsonNode tree(Path file, byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      throw FolderProblemText.in(
          file, "its header is not valid JSON" + FolderProblemText.COPY_AGAIN, e);
    }
    throw FolderProblemText.in(
        file, "its header is not a JSON object" + FolderProblemText.COPY_AGAIN);
  }

  private static TensorEntry entry(Path file, String name, JsonNode value) {
    JsonNode offsets = value.path("data_offsets");
    boolean wellFormed =
        value.path("dtype").isTextual()
            && value.path("shape").isArray()
            && value.path("shape").valueStream().allMatch(SafetensorsHeader::isCount)
            && offsets.isArray()
            && offsets.size() == 2
            && offsets.valueStream().allMatch(SafetensorsHeader::isCount);
    if (!wellFormed) {
      throw FolderProblemText.in(
          file,
          "its header describes tensor "
              + name
              + " without a dtype, a shape of whole numbers and two data_offsets"
              + FolderProblemText.COPY_AGAIN);
    }
    TensorType type =
        TensorType.named(value.path("dtype").asText())
            .orElseThrow(() -> unknownType(file, name, value.path("dtype").asText()));
    List<Long> shape = value.path("shape").valueStream().map(JsonNode::asLong).toList();
    var entry =
        new TensorEntry(name, type, shape, offsets.get(0).asLong(), offsets.get(1).asLong());
    checkExtent(file, entry);
    return entry;
  }

  private static boolean isCount(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
  }

  private static ModelFormatException unknownType(Path file, String name, String type) {
    return FolderProblemText.in(
        file,
        "tensor "
            + name
            + " has dtype "
            + type
            + " and only F32, F16 and BF16 are read; convert the checkpoint to one of them");
  }

  private static void checkExtent(Path file, TensorEntry entry) {
    long expected;
    try {
      expected = Math.multiplyExact(entry.elements(), entry.type().bytes());
    } catch (ArithmeticException e) {
      expected = -1;
    }
    if (entry.end() - entry.begin() != expected) {
      throw FolderProblemText.in(
          file,
          "tensor "
              + entry.name()
              + " of shape "
              + entry.shape()
              + " and dtype "
              + entry.type()
              + " does not fit the "
              + (entry.end() - entry.begin())
              + " bytes that its data_offsets give it"
              + FolderProblemText.COPY_AGAIN);
    }
  }

  private static void checkCoverage(Path file, List<TensorEntry> byOffset, long dataSize) {
    long covered = 0;
    for (TensorEntry entry : byOffset) {
      if (entry.begin() != covered) {
        throw FolderProblemText.in(
            file,
            "tensor "
                + entry.name()
                + " starts at byte "
                + entry.begin()
                + " of the data and the tensor before it ends at byte "
                + covered
                + FolderProblemText.COPY_AGAIN);
      }
      covered = entry.end();
    }
    if (covered != dataSize) {
      throw FolderProblemText.in(
          file,
          (covered > dataSize ? "it is cut short: " : "it has bytes that belong to no tensor: ")
              + "its tensors need "
              + covered
              + " bytes of data and it has "
              + dataSize
              + FolderProblemText.COPY_AGAIN);
    }
  }
}
