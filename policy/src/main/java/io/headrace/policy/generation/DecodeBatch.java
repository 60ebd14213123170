package io.headrace.policy.generation;

import io.headrace.policy.program.DecodeRequest;
import java.util.Objects;

/** Converts the slots in use to the engine's input arrays. */
final class DecodeBatch {

  private DecodeBatch() {}

  /** The request for all slots before {@code slots.end()}, which must all be in use. */
  static DecodeRequest of(SlotTable slots, int steps, int[] endIds) {
    int rows = slots.end();
    int[] tokens = new int[rows];
    int[] positions = new int[rows];
    int[] limits = new int[rows];
    float[] temperatures = new float[rows];
    float[][] uniforms = new float[steps][rows];
    for (int slot = 0; slot < rows; slot++) {
      SampleState sample = Objects.requireNonNull(slots.get(slot));
      tokens[slot] = sample.lastToken();
      positions[slot] = sample.position();
      limits[slot] = sample.group().limit();
      temperatures[slot] = (float) sample.group().request().temperature();
      for (int step = 0; step < steps; step++) {
        uniforms[step][slot] = sample.uniform(step);
      }
    }
    return new DecodeRequest(tokens, positions, limits, temperatures, uniforms, endIds);
  }
}
