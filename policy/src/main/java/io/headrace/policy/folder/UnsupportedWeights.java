package io.headrace.policy.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes unsupported weights files of a folder that has no safetensors weights. */
final class UnsupportedWeights {

  private static final String COPY = "; copy the weights there, in safetensors form";

  private UnsupportedWeights() {}

  /** The end of the message that a folder has no weights: what it has instead, what to do. */
  static String in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .sorted()
          .flatMap(name -> remedy(name).stream())
          .findFirst()
          .orElse(COPY);
    } catch (IOException unreadable) {
      return COPY;
    }
  }

  private static Optional<String> remedy(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("adapter_model.safetensors") || lower.equals("adapter_config.json")) {
      return Optional.of(
          ", only " + name + " of an adapter; merge it into its model and name the merged folder");
    }
    if (lower.startsWith("model.safetensors.") || lower.matches("model-.*\\.safetensors\\..*")) {
      return Optional.of(", only " + name + "; unpack it, or finish its download");
    }
    if (lower.endsWith(".bin") || lower.endsWith(".pt") || lower.endsWith(".pth")) {
      return Optional.of(
          ", only " + name + ", a pickle; save the model again with transformers, as safetensors");
    }
    if (lower.endsWith(".gguf")) {
      return Optional.of(", only " + name + "; use the safetensors that it was made from");
    }
    return lower.endsWith(".safetensors")
        ? Optional.of(
            ", only " + name + "; rename it to " + TensorFiles.SINGLE + ", or add the index")
        : Optional.empty();
  }
}
