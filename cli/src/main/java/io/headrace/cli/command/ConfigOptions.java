package io.headrace.cli.command;

import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The run's YAML file; without it the defaults are used.")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one key, such as learner.rl.tau=0.2; may be repeated.")
  List<String> sets = new ArrayList<>();

  LoadedConfig load() {
    return load(List.of());
  }

  /** Reads the configuration; the given assignments override all others. */
  LoadedConfig load(List<String> overrides) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(overrides);
    return ConfigLoader.load(Optional.ofNullable(file), System.getenv(), all);
  }
}
