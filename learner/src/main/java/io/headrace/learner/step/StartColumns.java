package io.headrace.learner.step;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.policy.program.PolicyParameters;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What forward passes before the first optimizer update of a step give, as far as the objective
 * reads it. Not thread-safe.
 *
 * <p>The first update's forward pass gives the old log-probs of its own groups, because the weights
 * are still those of the start; only the groups of later updates need a pass of their own, and all
 * groups where the advantage estimator reads old log-probs or the objective reads old values.
 *
 * @param old log-probs under the weights at batch start
 * @param reference log-probs under the reference model
 * @param oldValues the value function at batch start
 */
record StartColumns(TokenColumn old, TokenColumn reference, TokenColumn oldValues) {

  /**
   * Takes the passes.
   *
   * @param first the groups of the first optimizer update
   */
  static StartColumns of(
      TrainableModel model, StepSettings settings, List<TraceGroup> groups, List<Integer> first) {
    StartColumns columns =
        new StartColumns(new TokenColumn(groups), new TokenColumn(groups), new TokenColumn(groups));
    Set<TokenInput> inputs = settings.objective().inputs();
    if (inputs.contains(TokenInput.OLD_VALUES)) {
      columns.addOldWithValues(model, settings, groups);
    } else if (inputs.contains(TokenInput.OLD_LOG_PROBS)) {
      columns.addOld(model, settings, groups, first);
    }
    if (inputs.contains(TokenInput.REFERENCE_LOG_PROBS)) {
      columns.addReference(model, settings, groups);
    }
    return columns;
  }

  private void addOldWithValues(
      TrainableModel model, StepSettings settings, List<TraceGroup> groups) {
    List<Integer> all = all(groups);
    LogProbPass.Numbers numbers =
        LogProbPass.withValues(model, settings.packer(), traces(groups, all));
    old.addMissing(all, numbers.logProbs());
    oldValues.addMissing(all, numbers.values());
  }

  private void addOld(
      TrainableModel model, StepSettings settings, List<TraceGroup> groups, List<Integer> first) {
    boolean before = settings.objective().advantage().inputs().contains(TokenInput.OLD_LOG_PROBS);
    Set<Integer> ownPass = before ? Set.of() : Set.copyOf(first);
    List<Integer> later = all(groups).stream().filter(i -> !ownPass.contains(i)).toList();
    old.addMissing(
        later,
        LogProbPass.of(
            model.program(), model.backbone(), settings.packer(), traces(groups, later)));
  }

  private void addReference(TrainableModel model, StepSettings settings, List<TraceGroup> groups) {
    PolicyParameters weights =
        model
            .reference()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "[objective=%s] a term reads a reference model, but the step has none"
                            .formatted(settings.objective().name())));
    List<Integer> all = all(groups);
    reference.addMissing(
        all, LogProbPass.of(model.program(), weights, settings.packer(), traces(groups, all)));
  }

  private static List<Integer> all(List<TraceGroup> groups) {
    return IntStream.range(0, groups.size()).boxed().toList();
  }

  private static List<TrainingTrace> traces(List<TraceGroup> groups, List<Integer> chosen) {
    return chosen.stream().flatMap(group -> groups.get(group).traces().stream()).toList();
  }
}
