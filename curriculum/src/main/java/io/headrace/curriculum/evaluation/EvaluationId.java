package io.headrace.curriculum.evaluation;

import io.headrace.pipeline.id.WeightsVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Id of an evaluation: {@code v12-training}. Greedy and sampled answers belong to the same
 * evaluation. The id of a repeated evaluation ends with the number of the attempt: {@code
 * v12-final-2}.
 *
 * @param version the weights version that is evaluated
 * @param trigger why it is evaluated
 * @param attempt number of the attempt, from 1
 */
public record EvaluationId(WeightsVersion version, EvaluationTrigger trigger, int attempt) {

  private static final Pattern FORM =
      Pattern.compile("v(\\d{1,18})-([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:-(\\d{1,4}))?");

  public EvaluationId {
    if (attempt < 1) {
      throw new IllegalArgumentException("the first attempt is 1, not " + attempt);
    }
  }

  /** The first attempt. */
  public EvaluationId(WeightsVersion version, EvaluationTrigger trigger) {
    this(version, trigger, 1);
  }

  /** Parses the id of an event; empty when it has another form. */
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
    return version + "-" + trigger.name() + (attempt == 1 ? "" : "-" + attempt);
  }
}
