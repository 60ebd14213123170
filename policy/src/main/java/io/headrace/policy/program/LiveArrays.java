package io.headrace.policy.program;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts the resources of the engine's managers in this process: arrays, managers and host memory,
 * at every depth. A count that grows with the steps is a leak. Safe for all threads; the count is
 * approximate while other threads allocate.
 */
public final class LiveArrays {
  private static final AtomicReference<NDManager> ROOT = new AtomicReference<>();

  private LiveArrays() {}

  /** Sets the root manager above this one as the start of the count. */
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

  /** Reads a private field, since DJL's own methods list only the arrays of one manager. */
  private static Iterable<?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return ((Map<?, ?>) field.get(manager)).values();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "DJL has no field BaseNDManager.resources; adapt this class to its version", e);
    }
  }
}
