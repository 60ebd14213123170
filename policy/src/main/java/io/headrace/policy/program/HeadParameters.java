package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.core.Linear;
import io.headrace.policy.FloatTensor;
import io.headrace.policy.ScalarHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The float32 parameters of one head, which is applied to a backbone's hidden states. Owns its
 * arrays; closing frees them. Created by {@link PolicyProgram#head}.
 */
public final class HeadParameters implements ParameterSet, AutoCloseable {
  private static final NDIndex BEFORE_TOKENS = new NDIndex(":, :-1");

  private final ScalarHead head;
  private final NDManager manager;
  private final List<NDArray> arrays = new ArrayList<>();

  HeadParameters(NDManager parent, ScalarHead head, Map<String, FloatTensor> tensors) {
    List<FloatTensor> ordered = ParameterCheck.inOrder(head.expectedTensors(), tensors);
    this.head = head;
    this.manager = parent.newSubManager();
    for (FloatTensor tensor : ordered) {
      arrays.add(HostArrays.copy(manager, tensor.values(), PolicyParameters.shape(tensor.shape())));
    }
  }

  /** The head's definition. */
  public ScalarHead head() {
    return head;
  }

  @Override
  public List<String> names() {
    return List.copyOf(head.expectedTensors().sequencedKeySet());
  }

  @Override
  public List<NDArray> arrays() {
    return List.copyOf(arrays);
  }

  /**
   * Applies the head, differentiable in its parameters and in the states.
   *
   * @param states [B, T, D] from {@link PolicyProgram#hiddenStates}
   * @return [B, T] one number per position, in the scope of the states
   */
  public NDArray apply(NDArray states) {
    return Linear.linear(states, arrays.getFirst(), arrays.getLast())
        .singletonOrThrow()
        .squeeze(-1);
  }

  /**
   * Applies the head to the state before each token, where a value function stands beside the
   * token's log-prob.
   *
   * @param states [B, T, D]
   * @return [B, T-1]: column t belongs to token t + 1
   */
  public NDArray applyBeforeTokens(NDArray states) {
    return apply(states).get(BEFORE_TOKENS);
  }

  /** Copies the tensors out of the engine. */
  public SequencedMap<String, FloatTensor> toTensors() {
    return PolicyParameters.toTensors(this);
  }

  @Override
  public void close() {
    manager.close();
  }
}
