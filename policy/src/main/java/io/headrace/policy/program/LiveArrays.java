package io.headrace.policy.program;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts what the engine's managers hold in this process: arrays, managers and host memory, at
 * every depth. A count that grows with the steps is a leak. Safe for all threads; while others
 * allocate, the count is of no single moment.
 */
public final class LiveArrays {
  private static final AtomicReference<NDManager> ROOT = new AtomicReference<>();

  private LiveArrays() {}

  /** Counts from the root above this manager from now on. */
  @SuppressWarnings("ReferenceEquality") // A root may be its own parent.
  static void countAbove(NDManager manager) {
    NDManager root = manager;
    while (root.getParentManager() != null && root.getParentManager() != root) {
      root = root.getParentManager();
    }
    ROOT.set(root);
  }

  /** The count; 0 before the first program was loaded. */
  public static int count() {
    NDManager root = ROOT.get();
    return root == null ? 0 : below(root);
  }

  /** The count below one manager. */
  static int below(NDManager manager) {
    int count = 0;
    for (Object resource : resources(manager)) {
      count++;
      if (resource instanceof NDManager child) {
        count += below(child);
      }
    }
    return count;
  }

  /** DJL lists arrays only, and only those of one manager. */
  private static Iterable<?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return ((Map<?, ?>) field.get(manager)).values();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DJL keeps its resources elsewhere now", e);
    }
  }
}
