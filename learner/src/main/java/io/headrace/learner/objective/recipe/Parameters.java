package io.headrace.learner.objective.recipe;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a recipe as the parts read them. Not thread-safe. */
final class Parameters {

  private static final String NONE = "none";

  private final Recipe recipe;
  private final Map<String, String> used = new LinkedHashMap<>();

  Parameters(Recipe recipe) {
    this.recipe = recipe;
  }

  /** The parameters that were read, with the values in force. */
  Map<String, String> used() {
    return used;
  }

  /** One of some names. */
  String choice(String name, List<String> choices, @Nullable String absent) {
    String value = text(name, absent);
    if (value == null) {
      throw invalid("%s is missing; use %s".formatted(name, String.join(", ", choices)));
    }
    if (!choices.contains(value)) {
      throw invalid(
          "%s must be one of %s, is '%s'".formatted(name, String.join(", ", choices), value));
    }
    return value;
  }

  /** A finite number that must be given. */
  double number(String name) {
    String value = text(name, null);
    if (value == null) {
      throw invalid("%s is missing; give a number".formatted(name));
    }
    return parsed(name, value);
  }

  /** A finite number with a default. */
  double number(String name, double absent) {
    return parsed(name, String.valueOf(text(name, plain(absent))));
  }

  /** A finite number; empty when absent or {@code none}. */
  Optional<Double> optional(String name) {
    String value = text(name, NONE);
    return value == null || value.equals(NONE)
        ? Optional.empty()
        : Optional.of(parsed(name, value));
  }

  /** Whether a parameter has the given text. */
  boolean is(String name, String expected) {
    return expected.equals(text(name, null));
  }

  /** {@code true} or {@code false}. */
  boolean flag(String name, boolean absent) {
    return choice(name, List.of("true", "false"), String.valueOf(absent)).equals("true");
  }

  /** Rejects given parameters that no part of the combination reads. */
  void requireAllRead() {
    Set<String> unread = new TreeSet<>(recipe.checked());
    unread.removeAll(used.keySet());
    if (!unread.isEmpty()) {
      throw invalid(
          "'%s' is not a parameter of this combination; it takes %s"
              .formatted(
                  String.join("', '", unread), String.join(", ", new TreeSet<>(used.keySet()))));
    }
  }

  HeadraceException invalid(String problem) {
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(recipe.place(), problem));
  }

  private @Nullable String text(String name, @Nullable String absent) {
    String value = recipe.parameters().get(name);
    String found = value == null ? absent : value;
    used.put(name, found == null ? NONE : found);
    return found;
  }

  private double parsed(String name, String value) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw invalid("%s must be a number, is '%s'".formatted(name, value));
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
