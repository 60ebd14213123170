package io.headrace.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.config.Setting;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace config print}: the effective configuration and the origin of each value. */
@Command(name = "config", description = "Shows the effective configuration.")
final class ConfigCommand {

  private static final Set<String> SECRETS = Set.of("kafka.properties", "console.token");

  /**
   * Text that needs no quotes in YAML; other text is quoted, so that the output is a valid file.
   */
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?:null|Null|NULL)$)[\\w./+](?:[\\w./+:@,;=-]*[\\w./+@=-])?");

  private ConfigCommand() {}

  /** The command with its subcommand. */
  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ConfigCommand()).addSubcommand(new Print(terminal));
  }

  @Command(name = "print", description = "Prints every key with its value.")
  private static final class Print implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(names = "--origin", description = "Also prints the origin of each value.")
    private boolean origin;

    @Mixin private OutputOption output = new OutputOption();

    Print(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      LoadedConfig loaded = options.load();
      if (output.format == Format.JSON) {
        terminal.data(json(loaded, origin));
      } else if (origin) {
        Table table = new Table("KEY", "VALUE", "ORIGIN");
        loaded
            .settings()
            .forEach((path, setting) -> table.row(path, value(path, setting), setting.origin()));
        table.lines().forEach(terminal::data);
      } else {
        loaded
            .settings()
            .forEach((path, setting) -> terminal.data(path + ": " + value(path, setting)));
      }
      return ExitCode.OK;
    }
  }

  private static String json(LoadedConfig loaded, boolean origin) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    for (Map.Entry<String, Setting> entry : loaded.settings().entrySet()) {
      Setting setting = entry.getValue();
      boolean secret = secret(entry.getKey(), setting);
      if (origin) {
        ObjectNode node = root.putObject(entry.getKey());
        node.put("origin", setting.origin());
        if (secret) {
          node.put("value", "(hidden)");
        } else {
          node.set("value", setting.value());
        }
      } else if (secret) {
        root.put(entry.getKey(), "(hidden)");
      } else {
        root.set(entry.getKey(), setting.value());
      }
    }
    return root.toString();
  }

  private static String value(String path, Setting setting) {
    if (secret(path, setting)) {
      return "(hidden)";
    }
    JsonNode value = setting.value();
    return value.isTextual() && PLAIN.matcher(value.asText()).matches()
        ? value.asText()
        : value.toString();
  }

  private static boolean secret(String path, Setting setting) {
    JsonNode value = setting.value();
    boolean isEmpty = value.isTextual() ? value.asText().isEmpty() : value.isEmpty();
    return SECRETS.contains(path) && !isEmpty;
  }
}
