package io.headrace.pipeline.group;

import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy of an evaluation, computed from its counts. The curriculum's decisions and every display
 * use this definition.
 *
 * <p>Accuracy is correct answers divided by scored answers. It is undefined when fewer than {@link
 * #CONCLUSIVE} of the requested answers were scored: an answer without a score does not count as
 * wrong.
 */
public final class HeldOutAccuracy {

  /** Minimum fraction of the requested answers that have to be scored. */
  public static final double CONCLUSIVE = 0.9;

  private HeldOutAccuracy() {}

  /** Correct answers divided by scored answers, 0 to 1; empty when too few were scored. */
  public static Optional<Double> of(@Nullable Accuracy counts) {
    return counts == null
            || counts.getScored() == 0
            || counts.getScored() < CONCLUSIVE * counts.getRequested()
        ? Optional.empty()
        : Optional.of((double) counts.getCorrect() / counts.getScored());
  }

  /** Whether greedy or sampled answers were requested and each requested kind has an accuracy. */
  public static boolean isConclusive(EvaluationCompleted result) {
    List<Accuracy> requested =
        Stream.of(result.getGreedy(), result.getSampled()).filter(Objects::nonNull).toList();
    return !requested.isEmpty() && requested.stream().allMatch(counts -> of(counts).isPresent());
  }
}
