package io.headrace.curriculum.controller;

import io.headrace.curriculum.evaluation.EvaluationId;
import io.headrace.curriculum.evaluation.EvaluationTracker;
import io.headrace.curriculum.evaluation.EvaluationTrigger;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The final evaluation: the version that the learner stopped with is evaluated until one evaluation
 * is conclusive, at most {@value #ATTEMPTS} times. A run that ended without a conclusive one and is
 * started again makes as many more attempts. Stateless.
 */
final class FinalEvaluation {

  static final int ATTEMPTS = 3;

  private FinalEvaluation() {}

  /**
   * Result of the final evaluation.
   *
   * @param sentence whether the weights were measured, and if not, why
   * @param evaluation id of the deciding evaluation
   * @param measured whether the weights were measured
   */
  record End(String sentence, String evaluation, boolean measured) {}

  /** The next attempt to request; empty while one is open and when no other is due. */
  static Optional<EvaluationId> due(RunProgress progress, EvaluationTracker evaluations) {
    List<EvaluationId> attempts = attempts(progress);
    Optional<EvaluationId> next =
        attempts.stream().filter(id -> !evaluations.isStarted(id)).findFirst();
    boolean isInconclusiveSoFar =
        attempts.stream()
            .takeWhile(evaluations::isStarted)
            .allMatch(
                id -> evaluations.result(id).filter(FinalEvaluation::isInconclusive).isPresent());
    return next.filter(_ -> isInconclusiveSoFar);
  }

  /** The result; empty until it is known. For a finished run it is that of its end state. */
  static Optional<End> end(RunProgress progress, EvaluationTracker evaluations) {
    List<EvaluationId> attempts = attempts(progress);
    Optional<EvaluationCompleted> measured =
        attempts.stream()
            .flatMap(id -> evaluations.result(id).stream())
            .filter(HeldOutAccuracy::isConclusive)
            .findFirst();
    return measured
        .map(
            result ->
                new End(
                    "the final weights %s are measured"
                        .formatted(new WeightsVersion(result.getWeightsVersion())),
                    result.getEvaluation(),
                    true))
        .or(
            () ->
                attempts.isEmpty()
                    ? Optional.empty()
                    : evaluations.result(attempts.getLast()).map(FinalEvaluation::unmeasured));
  }

  private static List<EvaluationId> attempts(RunProgress progress) {
    return progress
        .halted()
        .map(answer -> new WeightsVersion(answer.getWeightsVersion()))
        .map(last -> attempts(progress, last))
        .orElse(List.of());
  }

  /** The attempts since the run entered FINISHING; its position names the last attempt before. */
  private static List<EvaluationId> attempts(RunProgress progress, WeightsVersion last) {
    Optional<EvaluationId> named =
        EvaluationId.parse(progress.decidingEvaluation())
            .filter(
                id -> id.trigger().equals(EvaluationTrigger.FINAL) && id.version().equals(last));
    if (named.isPresent() && progress.isFinished()) {
      return List.of(named.get());
    }
    int before = named.map(EvaluationId::attempt).orElse(0);
    return IntStream.rangeClosed(before + 1, before + ATTEMPTS)
        .mapToObj(attempt -> new EvaluationId(last, EvaluationTrigger.FINAL, attempt))
        .toList();
  }

  private static boolean isInconclusive(EvaluationCompleted result) {
    return !HeldOutAccuracy.isConclusive(result);
  }

  private static End unmeasured(EvaluationCompleted last) {
    return new End(
        "the final weights %s were not measured: the last of %d evaluations scored %s greedy and %s sampled answers, and %.0f %% of each are needed; look at the verifier's log and at headrace dlq"
            .formatted(
                new WeightsVersion(last.getWeightsVersion()),
                EvaluationId.parse(last.getEvaluation())
                    .map(EvaluationId::attempt)
                    .orElse(ATTEMPTS),
                scored(last.getGreedy()),
                scored(last.getSampled()),
                HeldOutAccuracy.CONCLUSIVE * 100),
        last.getEvaluation(),
        false);
  }

  private static String scored(@Nullable Accuracy counts) {
    return counts == null
        ? "0 of 0"
        : "%d of %d".formatted(counts.getScored(), counts.getRequested());
  }
}
