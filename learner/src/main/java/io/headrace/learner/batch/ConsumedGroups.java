package io.headrace.learner.batch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ids of the newest groups that steps read, so that none of an id is trained on twice. It is
 * bounded: the assembler emits a group once, and what could bring one back, a lost store, does so
 * within a while.
 */
public final class ConsumedGroups {

  /** How many ids are remembered. */
  public static final int REMEMBERED = 1 << 16;

  private ConsumedGroups() {}

  /** An empty set, in order of insertion, that forgets its oldest ids. */
  public static Set<String> newest() {
    return Collections.newSetFromMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
          }
        });
  }
}
