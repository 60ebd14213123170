package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters that are trained, out of a backbone and its heads; the others are frozen: they get
 * no gradient, and an optimizer made for this selection has no moments for them.
 *
 * <p>Owns nothing. Not thread-safe.
 */
public final class TrainableParameters implements ParameterSet {
  private final List<String> names = new ArrayList<>();
  private final List<NDArray> arrays = new ArrayList<>();

  private TrainableParameters() {}

  /**
   * Selects by name, and requires gradients of exactly the selected arrays.
   *
   * @param trained names of tensors; see {@link io.headrace.policy.ParameterGroups#tensors}
   * @param sets everything that takes part in the forward pass, frozen or not
   * @throws IllegalArgumentException when no set has a tensor of a name, or two have
   */
  public static TrainableParameters select(Collection<String> trained, ParameterSet... sets) {
    TrainableParameters selection = new TrainableParameters();
    Set<String> wanted = new HashSet<>(trained);
    Set<String> seen = new HashSet<>();
    for (ParameterSet set : sets) {
      for (int i = 0; i < set.names().size(); i++) {
        selection.add(set.names().get(i), set.arrays().get(i), wanted, seen);
      }
    }
    wanted.removeAll(seen);
    if (!wanted.isEmpty()) {
      throw new IllegalArgumentException("no parameters are named %s".formatted(wanted));
    }
    return selection;
  }

  private void add(String name, NDArray array, Set<String> wanted, Set<String> seen) {
    if (!seen.add(name)) {
      throw new IllegalArgumentException("two parameters are named %s".formatted(name));
    }
    boolean trained = wanted.contains(name);
    array.setRequiresGradient(trained);
    if (trained) {
      names.add(name);
      arrays.add(array);
    }
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public List<NDArray> arrays() {
    return List.copyOf(arrays);
  }
}
