package io.headrace.learner.step;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which groups each optimizer update of a step trains on.
 *
 * <p>The step makes {@code epochs} passes over its groups; in each they are shuffled by the step's
 * seed and divided into {@code miniBatches} parts whose sizes differ by at most one. With one epoch
 * and one mini-batch that is a single update over all groups.
 *
 * @param epochs number of passes, at least 1
 * @param miniBatches number of updates per pass, at least 1
 */
public record UpdatePlan(int epochs, int miniBatches) {

  /** Updates of a step whose batch has at least {@code miniBatches} groups. */
  public int updates() {
    return epochs * miniBatches;
  }

  /** Checks that both are at least 1. */
  public UpdatePlan {
    if (epochs < 1 || miniBatches < 1) {
      throw new IllegalArgumentException(
          "epochs and miniBatches must be at least 1: %d, %d".formatted(epochs, miniBatches));
    }
  }

  /**
   * The updates of a step.
   *
   * @param groups how many groups the batch has, at least 1
   * @param seed the step's own seed
   * @return for each update the indices of its groups in ascending order
   */
  public List<List<Integer>> updates(int groups, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int parts = Math.min(miniBatches, groups);
    List<List<Integer>> updates = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = shuffled(groups, random);
      for (int part = 0; part < parts; part++) {
        updates.add(slice(order, part, parts));
      }
    }
    return updates;
  }

  private static List<Integer> slice(int[] order, int part, int parts) {
    List<Integer> slice = new ArrayList<>();
    int end = (int) ((long) order.length * (part + 1) / parts);
    for (int at = (int) ((long) order.length * part / parts); at < end; at++) {
      slice.add(order[at]);
    }
    slice.sort(null);
    return slice;
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int at = 0; at < size; at++) {
      int other = random.nextInt(at + 1);
      order[at] = order[other];
      order[other] = at;
    }
    return order;
  }
}
