package io.headrace.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Format;
import io.headrace.cli.output.Table;
import io.headrace.cli.output.Terminal;
import io.headrace.learner.objective.recipe.ObjectiveBuilder;
import io.headrace.learner.objective.recipe.Recipe;
import io.headrace.learner.objective.recipe.RecipeCatalog;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code headrace recipes}: the built-in objectives with their parts, parameters and sources. */
@Command(
    name = "recipes",
    description = {
      "Lists the recipes of objectives, or shows one as YAML to copy and change.",
      "learner.rl.objective takes the name of a recipe or the path of such a file."
    })
final class RecipesCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The recipe to show, or a YAML file; all are listed without it.")
  private @Nullable String name;

  @Mixin private OutputOption output = new OutputOption();

  RecipesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (output.format == Format.JSON) {
      ArrayNode all = new ObjectMapper().createArrayNode();
      chosen().forEach(recipe -> all.add(json(recipe)));
      terminal.data(name == null ? all.toString() : all.get(0).toString());
    } else if (name != null && RecipeCatalog.NAMES.contains(name)) {
      RecipeCatalog.yaml(name).lines().forEach(terminal::data);
      RecipeCatalog.conventions().forEach(terminal::data);
    } else {
      Table table = new Table("NAME", "DESCRIPTION", "SOURCE");
      chosen().forEach(recipe -> table.row(recipe.name(), recipe.description(), recipe.source()));
      table.lines().forEach(terminal::data);
    }
    return ExitCode.OK;
  }

  private List<Recipe> chosen() {
    List<String> names = name == null ? RecipeCatalog.NAMES : List.of(name);
    return names.stream().map(each -> RecipeCatalog.get(each, "recipes")).toList();
  }

  private static ObjectNode json(Recipe recipe) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("name", recipe.name());
    node.put("description", recipe.description());
    node.put("source", recipe.source());
    node.set("params", mapper.valueToTree(ObjectiveBuilder.build(recipe).parameters()));
    return node;
  }
}
