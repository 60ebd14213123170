package io.headrace.curriculum.evaluation;

import io.headrace.pipeline.id.WeightsVersion;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one evaluation of a run: {@code v12-training}. Greedy and sampled answers belong to the
 * same evaluation.
 *
 * @param version the weights version it asks for
 * @param occasion why it is made
 */
public record EvaluationId(WeightsVersion version, Occasion occasion) {

  private static final Pattern FORM = Pattern.compile("v(\\d{1,18})-([a-z-]+)");

  /** The id that a text from the log holds; empty when it is not one of ours. */
  public static Optional<EvaluationId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    WeightsVersion version = new WeightsVersion(Long.parseLong(matcher.group(1)));
    return Arrays.stream(Occasion.values())
        .filter(occasion -> occasion.text().equals(matcher.group(2)))
        .findFirst()
        .map(occasion -> new EvaluationId(version, occasion));
  }

  @Override
  public String toString() {
    return version + "-" + occasion.text();
  }
}
