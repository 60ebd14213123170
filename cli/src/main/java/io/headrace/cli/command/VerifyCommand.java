package io.headrace.cli.command;

import io.headrace.cli.output.Terminal;
import io.headrace.pipeline.config.Durations;
import io.headrace.verifier.BuiltInScorers;
import io.headrace.verifier.cases.CaseRunner;
import io.headrace.verifier.cases.CaseSummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace verify KIND}: scores a file of cases with a built-in scorer. */
@Command(
    name = "verify",
    description = {
      "Scores answers. Input: {\"id\":…,\"gold\":…,\"answer\":…} per line;",
      "output: {\"id\":…,\"status\":\"OK\",\"score\":1.0,\"detail\":…} per line, in order."
    })
final class VerifyCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      description = "The scorer; --list shows them all.")
  private @Nullable String kind;

  @Option(names = "--in", paramLabel = "FILE", description = "The cases; - reads stdin.")
  private Path in = Path.of("-");

  @Option(names = "--timeout", defaultValue = "2s", description = "Limit for each case.")
  private String timeout = "2s";

  @Option(names = "--list", description = "Lists the scorers.")
  private boolean list;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      BuiltInScorers.all().names().forEach(terminal::data);
      return ExitCode.OK;
    }
    if (kind == null) {
      throw new IllegalArgumentException(
          "name a scorer: " + String.join(", ", BuiltInScorers.all().names()));
    }
    Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
    try (InputStream cases = InputFile.bytes(in);
        CaseRunner runner = CaseRunner.open(BuiltInScorers.all(), kind, Durations.parse(timeout))) {
      CaseSummary summary = runner.run(in.toString(), cases, out);
      out.flush();
      Terminal.requireWritten(System.out);
      terminal.message(
          "%d cases, %d right, %d scored, %d malformed"
              .formatted(summary.cases(), summary.right(), summary.scored(), summary.malformed()));
    }
    return ExitCode.OK;
  }
}
