package io.headrace.cli.command;

import io.headrace.cli.model.LogProbs;
import io.headrace.cli.output.Terminal;
import io.headrace.policy.folder.ModelWeights;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headrace logprobs}: log-probs of given tokens, for comparison with other tools. */
@Command(
    name = "logprobs",
    description = {
      "Prints the log-prob of each token given the previous ones, in float32.",
      "Input: a JSON array of token ids per line. Output: {\"logprobs\":[…]} per line, without the"
          + " first token."
    })
final class LogprobsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
  private Path model = Path.of("");

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE",
      description = "Token ids; - reads stdin.")
  private Path in = Path.of("");

  @Option(names = "--threads", description = "Threads of matrix products.")
  private int threads = Runtime.getRuntime().availableProcessors();

  LogprobsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (BufferedReader lines = InputFile.open(in);
        LogProbs logProbs = LogProbs.open(ModelWeights.read(model), threads)) {
      logProbs.run(in.toString(), lines, terminal::data);
    }
    return ExitCode.OK;
  }
}
