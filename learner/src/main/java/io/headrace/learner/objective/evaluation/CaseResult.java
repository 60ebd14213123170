package io.headrace.learner.objective.evaluation;

import java.util.OptionalDouble;

/**
 * What an objective makes of a case; arrays as in {@link LossCase}.
 *
 * @param loss of the terms that train the policy
 * @param gradient of the loss with respect to each log-prob under the current weights
 * @param clipFraction share of the trained tokens whose ratio is clipped or masked; empty when the
 *     policy loss does neither
 * @param advantages of each token
 * @param returns targets of the value function; arrays of length 0 without a value function
 * @param valueLoss the loss of the value function before its coefficient; empty without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record CaseResult(
    double loss,
    double[][] gradient,
    OptionalDouble clipFraction,
    double[][] advantages,
    double[][] returns,
    OptionalDouble valueLoss) {}
