package io.headrace.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.headrace.pipeline.error.HeadraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same text has the same value in the file, the environment and an assignment. */
class SourcesAgreeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "007",
        "0131",
        "0x10",
        "0b11",
        "1e3",
        "no",
        "off",
        "true",
        "n",
        "2026-11-26",
        "190"
      })
  void aRunNameIsItsText(String text) throws IOException {
    for (RunConfig config : everySource("run", text)) {
      assertThat(config.run()).isEqualTo(text);
    }
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("storage.data-folder", "007", "007"),
        arguments("storage.data-folder", "12_34", "12_34"),
        arguments("storage.data-folder", "\"~\"", "~"),
        arguments("console.token", "null", "Optional.empty"),
        arguments("sampling.stop", "~", "[]"),
        arguments("storage.data-folder", "1:30", "1:30"),
        arguments("storage.data-folder", "\"a b\"", "a b"),
        arguments("storage.data-folder", "'it''s'", "it's"),
        arguments("model.folder", "0x1F", "Optional[0x1F]"),
        arguments("model.folder", "\"\"", "Optional.empty"),
        arguments("model.folder", "'null'", "Optional[null]"),
        arguments("console.token", "0123", "Optional[0123]"),
        arguments("console.token", "yes", "Optional[yes]"),
        arguments("console.token", "1e3", "Optional[1e3]"),
        arguments("console.token", "\"~\"", "Optional[~]"),
        arguments("console.host", "1.0", "1.0"),
        arguments("console.host", ".inf", ".inf"),
        arguments("console.host", "  127.0.0.1 ", "127.0.0.1"),
        arguments("tasks.prompt-template", "\"Q: {question}\\nA:\"", "Q: {question}\nA:"),
        arguments("kafka.properties", "{}", "{}"),
        arguments(
            "kafka.properties",
            "{client.id: 007, a: yes, b: 1_0, c: 1e3, d: '~', e: 2026-11-26, f: 1:30, g: .nan}",
            "{a=yes, b=1_0, c=1e3, client.id=007, d=~, e=2026-11-26, f=1:30, g=.nan}"),
        arguments("sampling.stop", "[]", "[]"),
        arguments(
            "sampling.stop",
            "[no, 1.0, 1e3, 007, '~', 12_34, .inf, 'yes', \"a\\n\"]",
            "[no, 1.0, 1e3, 007, ~, 12_34, .inf, yes, a\n]"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textStaysText(String path, String text, String expected) throws IOException {
    for (RunConfig config : everySource(path, text)) {
      assertThat(read(config, path)).hasToString(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5",
    ".5, 0.5",
    "1, 1.0",
    "1., 1.0",
    "+1.5, 1.5",
    "1e-3, 0.001",
    "1E2, 100.0",
    "'0.25', 0.25"
  })
  void aNumberIsPlainDigits(String text, double expected) throws IOException {
    for (RunConfig config : everySource("learner.rl.tau", text)) {
      assertThat(config.learner().rl().tau()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, true", "FALSE, false"})
  void aBooleanIsTrueOrFalse(String text, boolean expected) throws IOException {
    for (RunConfig config : everySource("tasks.strict", text)) {
      assertThat(config.tasks().strict()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curriculum.max-steps | 1_000   | must be a whole number such as 64",
        "curriculum.max-steps | 0x10    | must be a whole number such as 64",
        "curriculum.max-steps | 007     | without leading zeros",
        "curriculum.max-steps | 1e3     | must be a whole number such as 64",
        "curriculum.max-steps | 1.0     | must be a whole number such as 64",
        "curriculum.max-steps | 1:30    | must be a whole number such as 64",
        "curriculum.max-steps | yes     | must be a whole number such as 64",
        "curriculum.max-steps | ~       | has no value; give one",
        "curriculum.max-steps | \"\"    | must be a whole number such as 64",
        "curriculum.max-steps | [1]     | must be a ",
        "curriculum.max-steps | 2147483648 | must be between -2147483648 and 2147483647",
        "tasks.seed | 99999999999999999999 | must be between",
        "learner.rl.tau | 1_0.5         | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | .inf          | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | NaN           | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | Infinity      | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | 0x1p3         | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | 1d            | must be a number such as 0.5 or 1e-5",
        "learner.rl.tau | 1e999         | must be at most",
        "tasks.strict | yes             | must be true or false, is 'yes'",
        "tasks.strict | 1               | must be true or false, is '1'",
        "learner.precision | half       | must be one of float32, bfloat16, auto; is 'half'",
        "run           | null           | has no value; give one",
        "sampling.stop | [a, ~]         | has an entry without a value",
        "sampling.stop | END            | must be a list such as",
        "sampling.stop | [[a]]          | must be a single value, is a list of 1",
        "kafka.properties | 3           | must be a map such as {retries: 3}",
        "kafka.properties | {a: [1]}    | has a, which must be a single value",
      })
  void ambiguousTextIsRejectedInEverySource(String path, String text, String problem)
      throws IOException {
    Path file = write(path + ": " + text);
    Map<String, String> environment = Map.of(ConfigLoader.variable(path), text);

    for (Runnable load :
        List.<Runnable>of(
            () -> ConfigLoader.load(Optional.of(file), Map.of(), List.of()),
            () -> ConfigLoader.load(Optional.empty(), environment, List.of()),
            () -> ConfigLoader.load(Optional.empty(), Map.of(), List.of(path + "=" + text)))) {
      assertThatThrownBy(load::run)
          .isInstanceOf(HeadraceException.class)
          .hasMessageMatching("\\[.+] " + path + " [^\\n]+")
          .hasMessageContaining(problem);
    }
  }

  @Test
  void textWithYamlCharactersNeedsNoQuotesOutsideAFile() {
    // When
    RunConfig config =
        ConfigLoader.load(
                Optional.empty(),
                Map.of("HEADRACE_TASKS_PROMPT_TEMPLATE", "{question}: # 1"),
                List.of("storage.data-folder=a: b, *c"))
            .config();

    // Then
    assertThat(config.tasks().promptTemplate()).isEqualTo("{question}: # 1");
    assertThat(config.storage().dataFolder()).hasToString("a: b, *c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run: &a x\\nconsole: {host: *a}  | [run.yaml:2] *a is an alias; write the value itself",
        "run: a\\n---\\nrun: b            | there is a second YAML document",
        "console:\\n  port:\\n            | [run.yaml:2] console.port has no value",
      })
  void invalidYamlIsRejected(String yaml, String problem) throws IOException {
    Path file = write(yaml.replace("\\n", "\n"));

    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), List.of()))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining(problem);
  }

  private List<RunConfig> everySource(String path, String text) throws IOException {
    return List.of(
        ConfigLoader.load(Optional.of(write(path + ": " + text)), Map.of(), List.of()).config(),
        ConfigLoader.load(Optional.empty(), Map.of(ConfigLoader.variable(path), text), List.of())
            .config(),
        ConfigLoader.load(Optional.empty(), Map.of(), List.of(path + "=" + text)).config());
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), yaml);
  }

  /** The setting under test. */
  private static Object read(RunConfig config, String path) {
    return switch (path) {
      case "storage.data-folder" -> config.storage().dataFolder();
      case "model.folder" -> config.model().folder();
      case "console.token" -> config.console().token();
      case "console.host" -> config.console().host();
      case "tasks.prompt-template" -> config.tasks().promptTemplate();
      case "kafka.properties" -> new TreeMap<>(config.kafka().properties());
      case "sampling.stop" -> config.sampling().stop();
      default -> throw new IllegalArgumentException(path);
    };
  }
}
