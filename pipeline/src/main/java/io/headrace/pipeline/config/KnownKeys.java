package io.headrace.pipeline.config;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The known keys. An unknown key is an error that names the most similar one, or the new name of a
 * renamed key.
 */
final class KnownKeys {

  private final Set<String> paths;

  KnownKeys(Set<String> paths) {
    this.paths = new TreeSet<>(paths);
  }

  void require(String path, String origin) {
    if (paths.contains(path)) {
      return;
    }
    if (paths.stream().anyMatch(known -> known.startsWith(path + "."))) {
      throw invalid(origin, path + " is a section; write its keys below it");
    }
    if (paths.stream().anyMatch(known -> path.startsWith(known + "."))) {
      throw invalid(origin, path + " is unknown: the key above it takes a single value");
    }
    Optional<String> renamed = RenamedKeys.newName(path);
    if (renamed.isPresent()) {
      throw invalid(origin, "%s is now called %s; write that".formatted(path, renamed.get()));
    }
    String nearest =
        paths.stream()
            .min(
                Comparator.comparing((String known) -> !known.startsWith(path))
                    .thenComparingInt(known -> distance(known, path)))
            .orElseThrow();
    throw invalid(origin, "unknown key %s; did you mean %s?".formatted(path, nearest));
  }

  private static HeadraceException invalid(String origin, String problem) {
    return new HeadraceException(ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(origin, problem));
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
