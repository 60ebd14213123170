package io.headrace.pipeline.config;

/**
 * The preference pairs that the reward service selects from scored groups.
 *
 * @param rule the rule that selects them
 * @param minMargin minimum score gap of a pair of {@link PairRuleSetting#BEST_WORST}
 * @param correctScore minimum score of a correct response, 0 to 1
 * @param lengthFactor for {@link PairRuleSetting#SHORTEST_CORRECT}: minimum length of a correct
 *     rejected response relative to the chosen one
 */
public record PreferencesConfig(
    PairRuleSetting rule, double minMargin, double correctScore, double lengthFactor) {

  public PreferencesConfig {
    Check.fraction("preferences.min-margin", minMargin);
    Check.fraction("preferences.correct-score", correctScore);
    Check.that(
        lengthFactor > 1 && Double.isFinite(lengthFactor),
        "preferences.length-factor",
        "must be more than 1, is %s; 1.5 is common".formatted(lengthFactor));
  }
}
