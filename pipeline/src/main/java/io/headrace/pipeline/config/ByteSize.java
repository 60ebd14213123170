package io.headrace.pipeline.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with its unit: {@code 512KiB}, {@code 64MiB}, {@code 2GiB}.
 *
 * @param bytes how many, not negative
 */
public record ByteSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)");

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException when the text is not a number with a unit
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 512KiB, 64MiB or 2GiB, found '%s'".formatted(text));
    }
    int shift =
        switch (matcher.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return new ByteSize(Long.parseLong(matcher.group(1)) << shift);
  }
}
