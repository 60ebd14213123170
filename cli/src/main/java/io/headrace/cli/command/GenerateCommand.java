package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.model.Sampler;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Terminal;
import io.headrace.policy.folder.ModelFolder;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.GenerationRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code headrace generate}: samples from a model folder. */
@Command(name = "generate", description = "Samples continuations of a prompt from a model folder.")
final class GenerateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model folder.")
  private Path model = Path.of("");

  @Option(names = "--prompt", required = true, description = "The text to continue.")
  private String prompt = "";

  @Option(names = "--n", defaultValue = "1", description = "Number of samples.")
  private int samples = 1;

  @Option(
      names = "--temperature",
      defaultValue = "1.0",
      description = "Softmax temperature; 0 takes the most probable token.")
  private double temperature = 1;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "256",
      description = "Maximum number of tokens of a sample; default ${DEFAULT-VALUE}.")
  private int maxNewTokens = 256;

  @Option(names = "--stop", description = "A string that ends a sample; may be repeated.")
  private List<String> stop = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Random seed; the same seed gives the same samples.")
  private long seed = 1;

  @Mixin private OutputOption output = new OutputOption();

  GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ModelFolder folder = ModelFolder.read(model);
    GenerationRequest request =
        new GenerationRequest(
            "prompt",
            folder.tokenizer().encodePrompt(prompt),
            samples,
            maxNewTokens,
            temperature,
            stop,
            seed);
    for (FinishedSample sample : Sampler.sample(folder, request, "model=" + model)) {
      terminal.data(output.format == Format.JSON ? json(sample) : sample.text());
    }
    return ExitCode.OK;
  }

  private static String json(FinishedSample sample) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("sample", sample.sample());
    node.put("text", sample.text());
    node.put("finish_reason", sample.reason().name().toLowerCase(Locale.ROOT));
    for (int token : sample.tokens()) {
      node.withArray("tokens").add(token);
    }
    for (float logProb : sample.logProbs()) {
      node.withArray("logprobs").add(logProb);
    }
    return node.toString();
  }
}
