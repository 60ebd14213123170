package io.headrace.policy.generation;

/**
 * The random numbers of one sample: a pure function of the group's seed, the sample's number and
 * the token's position, so that a sample never depends on its slot or on what is decoded beside it.
 *
 * <p>Each number is the SplitMix64 finalizer over a counter (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, 2014), once to select the stream and once for each of its
 * numbers.
 *
 * @param origin start value of the stream's counter
 */
record UniformStream(long origin) {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final float ULP_OF_ONE_HALF = 0x1p-24f;

  static UniformStream of(long seed, int sample) {
    return new UniformStream(mix(mix(seed) + (sample + 1L) * GOLDEN_GAMMA));
  }

  /** The number for the token at this position of the response, in [0, 1). */
  float at(int position) {
    return (mix(origin + (position + 1L) * GOLDEN_GAMMA) >>> 40) * ULP_OF_ONE_HALF;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
