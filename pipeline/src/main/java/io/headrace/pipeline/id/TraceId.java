package io.headrace.pipeline.id;

/**
 * Id of a trace: {@code groupId#sample}. When several traces have the same id, the first one
 * counts.
 *
 * @param value the id as written in events
 */
public record TraceId(String value) {

  public TraceId {
    if (value.lastIndexOf('#') <= 0) {
      throw new IllegalArgumentException(
          "trace id '%s' is not of the form groupId#sample".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
