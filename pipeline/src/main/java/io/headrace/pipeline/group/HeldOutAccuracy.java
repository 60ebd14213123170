package io.headrace.pipeline.group;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the counts of an evaluation come to. The curriculum decides by it, and whoever shows an
 * accuracy shows the same one.
 *
 * <p>An accuracy is a share of the answers that were scored, and only exists when nearly all were:
 * an answer without a score is not a wrong one, and a few right ones prove nothing.
 */
public final class HeldOutAccuracy {

  /** Share of the requested answers that have to be scored. */
  public static final double CONCLUSIVE = 0.9;

  private HeldOutAccuracy() {}

  /** Right answers over scored ones, 0 to 1; empty when too few were scored to tell. */
  public static Optional<Double> of(@Nullable Accuracy counts) {
    return counts == null
            || counts.getScored() == 0
            || counts.getScored() < CONCLUSIVE * counts.getRequested()
        ? Optional.empty()
        : Optional.of((double) counts.getCorrect() / counts.getScored());
  }

  /** Whether every kind of answer that was asked for has an accuracy, and one was asked for. */
  public static boolean isConclusive(EvaluationCompleted result) {
    List<Accuracy> asked =
        Stream.of(result.getGreedy(), result.getSampled()).filter(Objects::nonNull).toList();
    return !asked.isEmpty() && asked.stream().allMatch(counts -> of(counts).isPresent());
  }
}
