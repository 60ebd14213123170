package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileTrouble;
import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the configuration: defaults, then the file, then the environment, then {@code --set}; the
 * later wins. A key that the defaults don't have is an error.
 *
 * <p>The environment variable of {@code learner.rl.groups-per-step} is {@code
 * HEADRACE_LEARNER_RL_GROUPS_PER_STEP}.
 */
public final class ConfigLoader {

  private static final String DEFAULTS = "/headrace-defaults.yaml";
  private static final String PREFIX = "HEADRACE_";

  private ConfigLoader() {}

  /** The defaults alone. */
  public static LoadedConfig defaults() {
    return load(Optional.empty(), Map.of(), List.of());
  }

  /**
   * Reads a configuration.
   *
   * @param file the run's YAML file, if it has one
   * @param environment environment variables
   * @param sets assignments of the form {@code path=value}, applied in order
   * @throws HeadraceException INVALID_CONFIG with the place, the path and what was expected
   */
  public static LoadedConfig load(
      Optional<Path> file, Map<String, String> environment, List<String> sets) {
    SortedMap<String, Setting> defaults = readDefaults();
    SortedMap<String, Setting> settings = new TreeMap<>(defaults);
    KnownKeys known = new KnownKeys(defaults.keySet());
    file.ifPresent(path -> overlay(settings, defaults, known, readFile(path)));
    overlay(settings, defaults, known, fromEnvironment(environment, known));
    for (String set : sets) {
      overlay(settings, defaults, known, assignment(set));
    }
    return ConfigBinder.bind(settings);
  }

  private static void overlay(
      SortedMap<String, Setting> settings,
      SortedMap<String, Setting> defaults,
      KnownKeys known,
      Map<String, Setting> later) {
    later.forEach(
        (path, setting) -> {
          known.require(path, setting.origin());
          settings.put(
              path, GivenValue.of(path, setting, Objects.requireNonNull(defaults.get(path))));
        });
  }

  private static SortedMap<String, Setting> readDefaults() {
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(DEFAULTS)),
            StandardCharsets.UTF_8)) {
      return YamlSettings.read(in, "default", false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, Setting> readFile(Path file) {
    try {
      String yaml = Files.readString(file);
      return YamlSettings.read(new StringReader(yaml), file.getFileName().toString(), true);
    } catch (NoSuchFileException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[%s] there is no such file; name the run's YAML file".formatted(file),
          e);
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG, "[%s] can't be read: %s".formatted(file, FileTrouble.of(e)), e);
    }
  }

  private static Map<String, Setting> fromEnvironment(
      Map<String, String> environment, KnownKeys known) {
    SortedMap<String, Setting> found = new TreeMap<>();
    for (String path : known.paths()) {
      String name = variable(path);
      String value = environment.get(name);
      if (value != null) {
        found.put(path, new Setting(scalar(value, name), name));
      }
    }
    return found;
  }

  /** The environment variable that sets a path. */
  static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Map<String, Setting> assignment(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[--set %s] expected path=value, such as learner.rl.tau=0.2".formatted(text));
    }
    String path = text.substring(0, equals).strip();
    String origin = "--set " + path;
    return Map.of(path, new Setting(scalar(text.substring(equals + 1), origin), origin));
  }

  private static JsonNode scalar(String value, String origin) {
    if (value.isEmpty()) {
      return YamlSettings.YAML.getNodeFactory().textNode("");
    }
    try {
      return YamlSettings.YAML.readTree(new StringReader(value));
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG, "[%s] not readable as a YAML value".formatted(origin), e);
    }
  }
}
