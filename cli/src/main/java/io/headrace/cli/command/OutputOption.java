package io.headrace.cli.command;

import io.headrace.cli.output.Format;
import picocli.CommandLine.Option;

/** The choice between text and JSON. */
final class OutputOption {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "Format of stdout; default ${DEFAULT-VALUE}.")
  Format format = Format.TEXT;
}
