package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;

/**
 * What a null means, as YAML reads a key with nothing behind it: none, where the default is none
 * too; else somebody forgot the value.
 */
final class GivenValue {

  private GivenValue() {}

  /**
   * The setting with a value.
   *
   * @param fallback the default of the same key
   * @throws HeadraceException INVALID_CONFIG when the value or an entry of it is null and must not
   *     be
   */
  static Setting of(String path, Setting setting, Setting fallback) {
    if (setting.value().isNull() && isNone(fallback.value())) {
      return new Setting(fallback.value(), setting.origin());
    }
    if (setting.value().isNull()) {
      throw invalid(
          setting, path + " has no value; give one, or leave the key out to take the default");
    }
    if (setting.value().valueStream().anyMatch(JsonNode::isNull)) {
      throw invalid(setting, path + " has an entry without a value; give one, or leave it out");
    }
    return setting;
  }

  private static boolean isNone(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
  }

  private static HeadraceException invalid(Setting setting, String problem) {
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(setting.origin(), problem));
  }
}
