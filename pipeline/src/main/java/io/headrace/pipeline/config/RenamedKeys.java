package io.headrace.pipeline.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Setting keys of earlier versions and their present names. */
final class RenamedKeys {

  private static final Map<String, String> NEW_NAMES =
      Map.of(
          "curriculum.exploration", "curriculum.min-task-weight",
          "curriculum.success-window", "curriculum.success-ema-alpha",
          "learner.rl.inner-updates", "learner.rl.epochs-per-batch",
          "rollout.lanes", "rollout.consumers");

  private RenamedKeys() {}

  /** The present name of an earlier key; empty when the key was never renamed. */
  static Optional<String> newName(String path) {
    return Optional.ofNullable(NEW_NAMES.get(path));
  }

  /**
   * The settings of a configuration that an earlier version recorded, under their present names.
   */
  static <T> SortedMap<String, T> renamed(Map<String, T> recorded) {
    SortedMap<String, T> present = new TreeMap<>();
    recorded.forEach((path, value) -> present.put(NEW_NAMES.getOrDefault(path, path), value));
    return present;
  }
}
