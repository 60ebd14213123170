package io.headrace.curriculum.family;

import java.nio.charset.StandardCharsets;

/**
 * Decides which tasks are held out: one in ten, by a hash of the seed and the task's canonical
 * form.
 *
 * <p>The decision depends on nothing else, so a training task is never a held-out task, in any
 * process. The hash is FNV-1a followed by the finalizer of MurmurHash3, which distributes the low
 * bits evenly.
 *
 * @param seed seed of the run; different seeds hold out different tasks
 */
record HeldOutRule(long seed) {

  private static final int ONE_IN = 10;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  Split of(FamilyTask task) {
    return Long.remainderUnsigned(mix(hash(task.canonicalForm()) ^ mix(seed)), ONE_IN) == 0
        ? Split.HELD_OUT
        : Split.TRAIN;
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
