package io.headrace.pipeline.id;

/**
 * A weights version: 0 for the weights a run starts from, incremented with each publish.
 *
 * @param value the version, not negative
 */
public record WeightsVersion(long value) implements Comparable<WeightsVersion> {

  public WeightsVersion {
    if (value < 0) {
      throw new IllegalArgumentException("weights version %d is negative".formatted(value));
    }
  }

  /** The version after this one. */
  public WeightsVersion next() {
    return new WeightsVersion(value + 1);
  }

  @Override
  public int compareTo(WeightsVersion other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "v" + value;
  }
}
