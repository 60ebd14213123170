package io.headrace.pipeline.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration with the source of each value.
 *
 * @param config the configuration as records
 * @param settings every setting by its path, such as {@code learner.rl.tau}
 */
public record LoadedConfig(RunConfig config, SortedMap<String, Setting> settings) {

  public LoadedConfig {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }
}
