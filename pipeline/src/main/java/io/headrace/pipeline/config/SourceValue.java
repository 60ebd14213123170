package io.headrace.pipeline.config;

import java.util.List;
import java.util.SortedMap;

/** A value as written in its source; its text is parsed by the setting's type. */
sealed interface SourceValue {

  /**
   * One scalar.
   *
   * @param text the text as written, quotes and escapes resolved: {@code 007}, {@code no}, {@code
   *     1_000}
   * @param isNull whether nothing is written, or one of YAML's words for nothing without quotes:
   *     {@code ~}, {@code null}
   */
  record Text(String text, boolean isNull) implements SourceValue {

    /** Text that is not null. */
    static Text of(String text) {
      return new Text(text, false);
    }
  }

  /** A list. */
  record Items(List<SourceValue> values) implements SourceValue {}

  /** A map of the user's own keys. */
  record Entries(SortedMap<String, SourceValue> values) implements SourceValue {}
}
