package io.headrace.policy;

import io.headrace.pipeline.json.JsonFields;

/**
 * Reads the base of the rotary frequencies from the keys of each version of transformers: {@code
 * rope_theta} beside {@code rope_scaling} up to version 4, inside {@code rope_parameters} from
 * version 5.
 */
final class RotaryKeys {

  private static final double DEFAULT_THETA = 10_000;

  private RotaryKeys() {}

  static double theta(JsonFields keys) {
    double topLevel = keys.number("rope_theta", DEFAULT_THETA);
    double scaling = theta(keys.object("rope_scaling"), topLevel);
    return theta(keys.object("rope_parameters"), scaling);
  }

  private static double theta(JsonFields rope, double otherwise) {
    String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
    if (!type.equals("default")) {
      throw rope.fault(
          rope.has("rope_type") ? "rope_type" : "type",
          "is \"%s\", only \"default\" is supported; use a model without scaled rotary positions"
              .formatted(type));
    }
    return rope.number("rope_theta", otherwise);
  }
}
