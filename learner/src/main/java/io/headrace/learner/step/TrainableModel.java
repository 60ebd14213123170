package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.policy.program.HeadParameters;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.ParameterSet;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.TokenNumbers;
import io.headrace.policy.program.TokenOutputs;
import java.util.Optional;

/**
 * What a step trains. Nothing in it is owned; used by one thread.
 *
 * @param program the arithmetic
 * @param backbone the language model, frozen or not
 * @param valueHead the head of the value function, for objectives that read values
 * @param trained the trainable subset of backbone and heads; its arrays require gradients
 * @param optimizer the moments of {@code trained}
 * @param reference a frozen reference model of the same configuration, for objectives that read one
 */
public record TrainableModel(
    PolicyProgram program,
    PolicyParameters backbone,
    Optional<HeadParameters> valueHead,
    ParameterSet trained,
    OptimizerState optimizer,
    Optional<PolicyParameters> reference) {

  /** A language model without heads, all of whose parameters are trained. */
  public static TrainableModel of(
      PolicyProgram program, PolicyParameters backbone, OptimizerState optimizer) {
    return new TrainableModel(
        program, backbone, Optional.empty(), backbone, optimizer, Optional.empty());
  }

  /** The same with a reference model. */
  public TrainableModel withReference(PolicyParameters frozen) {
    return new TrainableModel(
        program, backbone, valueHead, trained, optimizer, Optional.of(frozen));
  }

  /**
   * What one forward pass gives, differentiable in the trained parameters.
   *
   * @param logProbs [B, W-1] of the tokens
   * @param values [B, W-1] the value function before each token; empty when not asked for
   */
  record Outputs(NDArray logProbs, Optional<NDArray> values) {}

  /** A forward pass that may be followed by a backward pass; hidden states only for values. */
  Outputs forward(NDManager scope, RowLayout layout, boolean withValues) {
    if (!withValues) {
      return new Outputs(
          program.logProbs(scope, backbone, layout.tokens(), layout.temperatures()),
          Optional.empty());
    }
    TokenOutputs outputs =
        program.logProbsAndStates(scope, backbone, layout.tokens(), layout.temperatures());
    return new Outputs(
        outputs.logProbs(), Optional.of(requireHead().applyBeforeTokens(outputs.states())));
  }

  /** Log-probs and values of a micro-batch as plain numbers, without gradients. */
  TokenNumbers logProbsAndValues(RowLayout layout) {
    return program.logProbsAndValues(
        backbone, requireHead(), layout.tokens(), layout.temperatures());
  }

  private HeadParameters requireHead() {
    return valueHead.orElseThrow(EngineRows::noValues);
  }
}
