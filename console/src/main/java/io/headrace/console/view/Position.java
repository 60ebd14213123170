package io.headrace.console.view;

import java.util.Optional;

/** The position of a record in the log; its text form is {@code topic:partition:offset}. */
public record Position(String topic, int partition, long offset) {
  /**
   * Parses a position.
   *
   * @throws IllegalArgumentException when the text is not {@code topic:partition:offset}
   */
  public static Position parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "position '" + text + "' is not of the form topic:partition:offset"));
  }

  /** Parses a position; empty when the text is not one. */
  public static Optional<Position> find(String text) {
    int second = text.lastIndexOf(':');
    int first = second < 1 ? -1 : text.lastIndexOf(':', second - 1);
    if (first < 1) {
      return Optional.empty();
    }
    try {
      int partition = Integer.parseInt(text.substring(first + 1, second));
      long offset = Long.parseLong(text.substring(second + 1));
      return partition < 0 || offset < 0
          ? Optional.empty()
          : Optional.of(new Position(text.substring(0, first), partition, offset));
    } catch (NumberFormatException notNumbers) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return topic + ":" + partition + ":" + offset;
  }
}
