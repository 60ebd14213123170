package io.headrace.policy.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The processor's model and instruction set, as far as matrix products depend on them.
 *
 * @param model name, family, model and stepping as in {@code /proc/cpuinfo}; "unknown" without it
 * @param features instruction set flags, sorted
 */
public record Processor(String model, Set<String> features) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("amx_bf16", "avx512_bf16", "bf16");
  private static final List<String> NOTABLE =
      List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "asimd", "bf16", "sve");
  private static final List<String> MODEL_KEYS =
      List.of("model name", "cpu family", "model", "stepping");

  /** Creates a processor. */
  public Processor {
    features = Set.copyOf(features);
  }

  /** The processor of this machine; without features where Linux does not list them. */
  public static Processor local() {
    try {
      return Files.isReadable(CPU_INFO) ? parse(Files.readString(CPU_INFO)) : unknown();
    } catch (IOException e) {
      return unknown();
    }
  }

  /** Reads the first processor of a {@code /proc/cpuinfo}. */
  static Processor parse(String cpuInfo) {
    Map<String, String> values = new HashMap<>();
    for (String line : firstProcessor(cpuInfo)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    String flags = values.getOrDefault("flags", values.getOrDefault("Features", ""));
    String model =
        MODEL_KEYS.stream()
            .filter(values::containsKey)
            .map(key -> key.equals("model name") ? values.get(key) : key + " " + values.get(key))
            .collect(Collectors.joining(", "));
    return new Processor(
        model.isEmpty() ? "unknown" : model, new TreeSet<>(Arrays.asList(flags.split("\\s+"))));
  }

  private static List<String> firstProcessor(String cpuInfo) {
    return cpuInfo.lines().dropWhile(String::isBlank).takeWhile(line -> !line.isBlank()).toList();
  }

  private static Processor unknown() {
    return new Processor("unknown", Set.of());
  }

  /** Whether it has bfloat16 instructions. */
  public boolean hasBfloat16() {
    return BFLOAT16.stream().anyMatch(features::contains);
  }

  /** The features that determine the speed of matrix products, such as {@code avx2 avx512f}. */
  public String notableFeatures() {
    String present = NOTABLE.stream().filter(features::contains).collect(Collectors.joining(" "));
    return present.isEmpty() ? "no known features" : present;
  }
}
