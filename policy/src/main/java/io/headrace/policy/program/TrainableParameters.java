package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trained parameters of a backbone and its heads. The others are frozen: they have no gradient,
 * and an optimizer of this selection has no moments for them.
 *
 * <p>Does not own the arrays. Not thread-safe.
 */
public final class TrainableParameters implements ParameterSet {
  private final List<String> names = new ArrayList<>();
  private final List<NDArray> arrays = new ArrayList<>();

  private TrainableParameters() {}

  /**
   * Selects by name, and requires gradients of exactly the selected arrays.
   *
   * @param trained names of tensors; see {@link io.headrace.policy.ParameterGroups#tensors}
   * @param sets all parameters of the forward pass, frozen or not
   * @throws IllegalArgumentException if no set or two sets have a tensor of a name
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
