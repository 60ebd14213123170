package io.headrace.console.view;

import io.headrace.schemas.Purpose;
import io.headrace.schemas.VerdictStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A filter of the list of traces.
 *
 * @param text part of the id, prompt, response or worker, ignoring case; empty for all
 * @param purpose the purpose; empty for all
 * @param outcome the outcome; ANY for all
 */
public record TraceFilter(String text, Optional<Purpose> purpose, Outcome outcome)
    implements Predicate<TraceSummary> {
  /** Outcome of a trace. */
  public enum Outcome {
    ANY,
    /** The score is 1. */
    RIGHT,
    /** The score is below 1. */
    WRONG,
    /** A verdict has a status other than OK, or the assembler dropped the trace. */
    FAILED,
    /** It has no verdict yet. */
    WAITING
  }

  @Override
  public boolean test(TraceSummary trace) {
    return purpose.map(wanted -> wanted == trace.purpose()).orElse(true)
        && matches(trace)
        && (text.isEmpty() || contains(trace));
  }

  private boolean matches(TraceSummary trace) {
    return switch (outcome) {
      case ANY -> true;
      case RIGHT -> trace.score().map(score -> score >= 1).orElse(false);
      case WRONG -> trace.score().map(score -> score < 1).orElse(false);
      case FAILED ->
          !trace.dropReason().isEmpty()
              || trace.verdicts().stream().anyMatch(v -> v.status() != VerdictStatus.OK);
      case WAITING -> trace.verdicts().isEmpty() && trace.score().isEmpty();
    };
  }

  private boolean contains(TraceSummary trace) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return containsText(trace.traceId(), wanted)
        || containsText(trace.prompt(), wanted)
        || containsText(trace.text(), wanted)
        || containsText(trace.worker(), wanted);
  }

  private static boolean containsText(String field, String wanted) {
    return field.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
