package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.learner.objective.evaluation.CaseReader;
import io.headrace.learner.objective.evaluation.CaseResult;
import io.headrace.learner.objective.evaluation.ObjectiveCase;
import io.headrace.learner.objective.recipe.BuiltObjective;
import io.headrace.learner.objective.recipe.RecipeCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code headrace objective}: an objective on given log-probs, to check against other trainers. */
@Command(
    name = "objective",
    description = {
      "Computes an objective on given log-probs in float64, with the code that trains:",
      "its loss, the gradient by each log-prob in \"new\", the share of clipped tokens, the"
          + " advantages.",
      "In: {\"new\":[[…]],\"old\":[[…]],\"ref\":[[…]],\"mu\":[[…]],\"values\":[[…]],\"rewards\":[…],",
      "\"params\":{…}}, one array per response; new: current weights, old: at batch start,",
      "mu: rollout; also mask (0 or 1 per token) and group (an id per response).",
      "headrace recipes NAME shows the parameters."
    })
final class ObjectiveCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "A recipe's name or its YAML file.")
  private String name = "";

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE",
      description = "The case; - reads stdin.")
  private Path in = Path.of("");

  @Mixin private OutputOption output = new OutputOption();

  ObjectiveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ObjectiveCase given;
    try (InputStream bytes = InputFile.bytes(in)) {
      given = CaseReader.read(bytes, in.toString());
    }
    BuiltObjective built = given.build(RecipeCatalog.get(name, "objective"));
    CaseResult result = given.evaluate(built.objective());
    if (output.format == Format.JSON) {
      terminal.data(json(built, result));
    } else {
      print(built, result);
    }
    return ExitCode.OK;
  }

  private static String json(BuiltObjective built, CaseResult result) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("objective", built.objective().name());
    root.put("loss", result.loss());
    root.set("gradient", mapper.valueToTree(result.gradient()));
    root.put("clipFraction", result.clipFraction().orElse(0));
    root.set("advantages", mapper.valueToTree(result.advantages()));
    result
        .valueLoss()
        .ifPresent(
            loss -> {
              root.put("valueLoss", loss);
              root.set("returns", mapper.valueToTree(result.returns()));
            });
    root.set("params", mapper.valueToTree(built.parameters()));
    return root.toString();
  }

  private void print(BuiltObjective built, CaseResult result) {
    terminal.data("loss           " + number(result.loss()));
    result.valueLoss().ifPresent(loss -> terminal.data("value loss     " + number(loss)));
    terminal.data(
        "clip fraction  "
            + (result.clipFraction().isPresent()
                ? number(result.clipFraction().getAsDouble())
                : "0: this loss does not clip"));
    Table table = new Table("RESPONSE", "TOKEN", "ADVANTAGE", "GRADIENT");
    for (int row = 0; row < result.gradient().length; row++) {
      for (int token = 0; token < result.gradient()[row].length; token++) {
        table.row(
            String.valueOf(row),
            String.valueOf(token),
            number(result.advantages()[row][token]),
            number(result.gradient()[row][token]));
      }
    }
    table.lines().forEach(terminal::data);
    terminal.message("%s with %s".formatted(built.objective().name(), built.parameters()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.9g", value);
  }
}
