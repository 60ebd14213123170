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
      description = "The run's YAML file; defaults alone without it.")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Sets one key, such as learner.rl.tau=0.2; may be repeated.")
  List<String> sets = new ArrayList<>();

  LoadedConfig load() {
    return load(List.of());
  }

  /** Reads the configuration, with assignments that count more than all others. */
  LoadedConfig load(List<String> last) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(last);
    return ConfigLoader.load(Optional.ofNullable(file), System.getenv(), all);
  }
}
