package io.headrace.pipeline.id;

import java.util.regex.Pattern;

/**
 * Id of a run; the prefix of its topics.
 *
 * @param value 1 to 64 of {@code a-z 0-9 -}, starting with a letter or digit
 */
public record RunId(String value) {

  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public RunId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "run id '%s' is not valid; use 1 to 64 lower-case letters, digits and hyphens, such as demo-1"
              .formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
