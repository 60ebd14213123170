package io.headrace.pipeline.config;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FileProblem;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.files.FileForm;
import io.headrace.pipeline.files.UserFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the configuration: defaults, then the file, then the environment, then {@code --set}; the
 * later wins. A key that the defaults don't have is an error.
 *
 * <p>All three mean the same with the same text: {@code run: 007}, {@code HEADRACE_RUN=007} and
 * {@code --set run=007} name a run 007. Text in quotes is taken without them, with YAML's escapes.
 *
 * <p>The environment variable of {@code learner.rl.groups-per-step} is {@code
 * HEADRACE_LEARNER_RL_GROUPS_PER_STEP}.
 */
public final class ConfigLoader {

  private static final String DEFAULTS = "/headrace-defaults.yaml";
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String PREFIX = "HEADRACE_";

  /** Text in YAML's double or single quotes, whole. */
  private static final Pattern QUOTED =
      Pattern.compile("\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^']|'')*+')\\s*", Pattern.DOTALL);

  /** YAML's words for no value. */
  private static final Pattern NULL = Pattern.compile("~|null|Null|NULL");

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
    SortedMap<String, SourceSetting> defaults = readDefaults();
    SortedMap<String, SourceSetting> settings = new TreeMap<>(defaults);
    KnownKeys known = new KnownKeys(defaults.keySet());
    file.ifPresent(path -> overlay(settings, defaults, known, readFile(path)));
    overlay(settings, defaults, known, fromEnvironment(environment, defaults));
    for (String set : sets) {
      overlay(settings, defaults, known, assignment(set, defaults));
    }
    return ConfigBinder.bind(settings);
  }

  private static void overlay(
      SortedMap<String, SourceSetting> settings,
      SortedMap<String, SourceSetting> defaults,
      KnownKeys known,
      Map<String, SourceSetting> later) {
    later.forEach(
        (path, setting) -> {
          known.require(path, setting.origin());
          settings.put(
              path, GivenValue.of(path, setting, Objects.requireNonNull(defaults.get(path))));
        });
  }

  private static SortedMap<String, SourceSetting> readDefaults() {
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(ConfigLoader.class.getResourceAsStream(DEFAULTS)),
            StandardCharsets.UTF_8)) {
      return YamlSettings.read(in, "default", false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, SourceSetting> readFile(Path file) {
    try (InputStream in = UserFile.open(file, FileForm.YAML)) {
      String yaml =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString();
      String text = yaml.startsWith(BYTE_ORDER_MARK) ? yaml.substring(1) : yaml;
      return YamlSettings.read(new StringReader(text), file.getFileName().toString(), true);
    } catch (NoSuchFileException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[%s] there is no such file; name the run's YAML file".formatted(file),
          e);
    } catch (IOException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG, "[%s] can't be read: %s".formatted(file, FileProblem.of(e)), e);
    }
  }

  private static Map<String, SourceSetting> fromEnvironment(
      Map<String, String> environment, SortedMap<String, SourceSetting> defaults) {
    SortedMap<String, SourceSetting> found = new TreeMap<>();
    defaults.forEach(
        (path, standard) -> {
          String name = variable(path);
          String value = environment.get(name);
          if (value != null) {
            found.put(path, new SourceSetting(value(value, standard.value(), name), name));
          }
        });
    return found;
  }

  /** The environment variable that sets a path. */
  static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Map<String, SourceSetting> assignment(
      String text, SortedMap<String, SourceSetting> defaults) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[--set %s] expected path=value, such as learner.rl.tau=0.2".formatted(text));
    }
    String path = text.substring(0, equals).strip();
    String origin = "--set " + path;
    SourceSetting standard = defaults.get(path);
    SourceValue value =
        standard == null
            ? SourceValue.Text.of(text.substring(equals + 1))
            : value(text.substring(equals + 1), standard.value(), origin);
    return Map.of(path, new SourceSetting(value, origin));
  }

  /**
   * A value of the environment or of {@code --set}: as it stands, unless it is in quotes or the
   * default is a list or a map; those are read as YAML.
   */
  private static SourceValue value(String text, SourceValue standard, String origin) {
    if (!(standard instanceof SourceValue.Text) || QUOTED.matcher(text).matches()) {
      return YamlSettings.value(text, origin);
    }
    String plain = text.strip();
    return new SourceValue.Text(plain, NULL.matcher(plain).matches());
  }
}
