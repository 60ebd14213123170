package io.headrace.curriculum.evaluation;

import io.headrace.pipeline.id.WeightsVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one evaluation of a run: {@code v12-training}. Greedy and sampled answers belong to the
 * same evaluation. An evaluation that is asked again has the number of the attempt behind it:
 * {@code v12-final-2}.
 *
 * @param version the weights version it asks for
 * @param occasion why it is made
 * @param attempt how often it was asked, this time included; at least 1
 */
public record EvaluationId(WeightsVersion version, EvaluationTrigger occasion, int attempt) {

  private static final Pattern FORM =
      Pattern.compile("v(\\d{1,18})-([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:-(\\d{1,4}))?");

  public EvaluationId {
    if (attempt < 1) {
      throw new IllegalArgumentException("the first attempt is 1, not " + attempt);
    }
  }

  /** The first attempt. */
  public EvaluationId(WeightsVersion version, EvaluationTrigger occasion) {
    this(version, occasion, 1);
  }

  /** The id that a text from the log holds; empty when it has another form. */
  public static Optional<EvaluationId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    WeightsVersion version = new WeightsVersion(Long.parseLong(matcher.group(1)));
    String number = matcher.group(3);
    int attempt = number == null ? 1 : Math.max(1, Integer.parseInt(number));
    return Optional.of(new EvaluationId(version, new EvaluationTrigger(matcher.group(2)), attempt));
  }

  @Override
  public String toString() {
    return version + "-" + occasion.name() + (attempt == 1 ? "" : "-" + attempt);
  }
}
