package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;
import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.advantage.AdvantageEstimator;
import io.headrace.learner.objective.aggregation.Aggregation;
import io.headrace.learner.objective.term.LossTerm;
import io.headrace.learner.objective.term.TokenRows;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a step minimizes, put together from parts:
 *
 * <pre>  loss = Σ_terms coefficient · Σ_traces weight(trace) · loss(trace) </pre>
 *
 * <p>The advantages are estimated once per step over its batch, the weights once per optimizer
 * update over its groups; the losses of micro-batches then add up, and the gradient does not depend
 * on how traces were packed. Immutable; may be shared between threads.
 *
 * @param name the name in configuration, in {@code StepCompleted.objective} and on the console
 * @param advantage estimates the advantages
 * @param terms the policy loss, then regularizers and value losses; at least one
 */
public record Objective(String name, AdvantageEstimator advantage, List<WeightedTerm> terms) {

  /** Copies the list and checks that it has a term. */
  public Objective {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("objective %s needs a loss term".formatted(name));
    }
  }

  /** An objective of a policy loss alone. */
  public static Objective of(
      String name, AdvantageEstimator advantage, LossTerm policyLoss, Aggregation aggregation) {
    return new Objective(name, advantage, List.of(new WeightedTerm(1, policyLoss, aggregation)));
  }

  /** The same objective with one more term. */
  public Objective with(double coefficient, LossTerm term, Aggregation aggregation) {
    return new Objective(
        name,
        advantage,
        Stream.concat(terms.stream(), Stream.of(new WeightedTerm(coefficient, term, aggregation)))
            .toList());
  }

  /** Whether it needs a model with a value head. */
  public boolean readsValues() {
    Set<TokenInput> inputs = inputs();
    return inputs.contains(TokenInput.VALUES) || inputs.contains(TokenInput.OLD_VALUES);
  }

  /** What estimator and terms read per token; nothing else is computed. */
  public Set<TokenInput> inputs() {
    Set<TokenInput> inputs = EnumSet.noneOf(TokenInput.class);
    inputs.addAll(advantage.inputs());
    terms.forEach(term -> inputs.addAll(term.term().inputs()));
    return inputs;
  }

  /**
   * The summed loss of one micro-batch.
   *
   * @param rows B traces
   * @param weights per term the factors of the rows, [B]; see {@link WeightedTerm#weights}
   * @return a scalar that carries gradient
   */
  public NDArray loss(TokenRows rows, List<NDArray> weights) {
    NDArray total = sum(0, rows, weights);
    for (int term = 1; term < terms.size(); term++) {
      total = total.add(sum(term, rows, weights));
    }
    return total;
  }

  private NDArray sum(int term, TokenRows rows, List<NDArray> weights) {
    return terms.get(term).term().perTrace(rows).mul(weights.get(term)).sum();
  }
}
