package io.headrace.learner.objective;

import io.headrace.learner.objective.recipe.RecipeCatalog;
import java.util.LinkedHashMap;
import java.util.Map;

/** Built-in recipes with changed parameters, such as {@code "grpo clip=0.1 std=none"}. */
public final class Recipes {

  private Recipes() {}

  /** The objective of a recipe's name, followed by parameters. */
  public static Objective of(String text) {
    String[] words = text.strip().split("\\s+", -1);
    Map<String, String> changed = new LinkedHashMap<>();
    for (int at = 1; at < words.length; at++) {
      String[] pair = words[at].split("=", -1);
      changed.put(pair[0], pair[1]);
    }
    return RecipeCatalog.get(words[0], "test").with(changed, text).objective();
  }
}
