package io.headrace.policy.program;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** Counts what the engine's managers hold: arrays, managers and host memory, at every depth. */
final class LiveResources {
  private LiveResources() {}

  /** Everything below the manager of the program's model. */
  static int below(PolicyProgram program) {
    return below(program.manager().getParentManager());
  }

  private static int below(NDManager manager) {
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
