package io.headrace.console.view;

import io.headrace.schemas.Purpose;
import io.headrace.schemas.VerdictStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which traces the list shows.
 *
 * @param text part of the id, prompt, response or worker in any case; empty for all
 * @param outcome which scores; ANY for all
 */
public record TraceFilter(String text, Optional<Purpose> purpose, Outcome outcome)
    implements Predicate<TraceSummary> {
  /** What came of a trace. */
  public enum Outcome {
    ANY,
    /** The score is 1. */
    RIGHT,
    /** The score is below 1. */
    WRONG,
    /** A verdict says why there is no score, or the assembler dropped it. */
    FAILED,
    /** No verdict came yet. */
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
    return holds(trace.traceId(), wanted)
        || holds(trace.prompt(), wanted)
        || holds(trace.text(), wanted)
        || holds(trace.worker(), wanted);
  }

  private static boolean holds(String field, String wanted) {
    return field.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
