package io.headrace.policy.program;

import io.headrace.policy.FloatTensor;
import io.headrace.policy.ModelConfig;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Random initial weights: matrices are normal with standard deviation 0.02, norms one, biases zero.
 * The same seed gives the same bits on every machine, since only StrictMath is used.
 */
public final class InitialWeights {
  private static final double STANDARD_DEVIATION = 0.02;

  private InitialWeights() {}

  public static SequencedMap<String, FloatTensor> of(ModelConfig config, long seed) {
    return of(config.expectedTensors(), seed);
  }

  /** Initial values of tensors by name and shape, such as those of a head. */
  static SequencedMap<String, FloatTensor> of(SequencedMap<String, List<Long>> shapes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SequencedMap<String, FloatTensor> tensors = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> tensors.put(name, tensor(name, shape, random.split())));
    return tensors;
  }

  private static FloatTensor tensor(String name, List<Long> shape, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.size() > 1 ? normal(random) : name.endsWith("norm.weight") ? 1 : 0;
    }
    return new FloatTensor(shape, FloatBuffer.wrap(values));
  }

  /** Box and Muller's transform of two uniform numbers. */
  private static float normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    double angle = 2 * Math.PI * random.nextDouble();
    return (float) (STANDARD_DEVIATION * radius * StrictMath.cos(angle));
  }
}
