package io.headrace.learner.objective;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a step minimizes, as a sum over traces: {@code loss = Σ_j f(log π(trace j), log π_ref(trace
 * j); credit_j)}.
 *
 * <p>An objective has two halves. {@link #credits} looks at whole groups once per optimizer update
 * and gives every trace its constants, in double precision and free of any engine. {@link #loss} is
 * the differentiable sum over the rows of one micro-batch. Because the first half fixes every
 * normalization, the losses of micro-batches simply add up and the gradient does not depend on how
 * traces were packed.
 *
 * <p>{@link #traceLoss} and {@link #traceGradient} are the same arithmetic in plain doubles: the
 * form to check by hand, and the one the engine's form is tested against.
 *
 * <p>Implementations are immutable and may be shared between threads.
 */
public interface Objective {

  /** The name in configuration, in {@code StepCompleted.objective} and on the console. */
  String name();

  /** Whether {@link #loss} reads the reference log-probs; without it no reference pass is made. */
  boolean usesReference();

  /**
   * Gives every trace of one optimizer update its constants.
   *
   * @param groups the traces that are optimized together, group by group
   * @return the credits in the order of the traces, groups one after the other
   */
  List<TraceAdvantage> credits(List<GroupRewards> groups);

  /**
   * The summed loss of one micro-batch.
   *
   * @return a scalar, differentiable in {@code rows.logProbs()}
   */
  NDArray loss(TraceRows rows);

  /**
   * The loss of one trace, in plain doubles.
   *
   * @param logProbs log-prob of each response token under the current weights, nats
   * @param reference the same under the reference weights
   * @param credit the constants of the trace
   */
  double traceLoss(double[] logProbs, double[] reference, TraceAdvantage credit);

  /** The derivative of {@link #traceLoss} by each entry of {@code logProbs}. */
  double[] traceGradient(double[] logProbs, double[] reference, TraceAdvantage credit);
}
