package io.headrace.pipeline.config;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.Collection;
import java.util.List;

/**
 * Interprets a null value, such as that of a YAML key without a value: it means "none" for a
 * setting whose default is none, and is an error for any other.
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
  static SourceSetting of(String path, SourceSetting setting, SourceSetting fallback) {
    if (isNull(setting.value()) && isNone(fallback.value())) {
      return new SourceSetting(fallback.value(), setting.origin());
    }
    if (isNull(setting.value())) {
      throw invalid(
          setting, path + " has no value; give one, or leave the key out to take the default");
    }
    if (entries(setting.value()).stream().anyMatch(GivenValue::isNull)) {
      throw invalid(
          setting,
          path + " has an entry without a value; give one, in quotes for text, or leave it out");
    }
    return setting;
  }

  private static boolean isNull(SourceValue value) {
    return value instanceof SourceValue.Text(String _, boolean isNull) && isNull;
  }

  private static boolean isNone(SourceValue value) {
    return value instanceof SourceValue.Text(String text, boolean _)
        ? text.isEmpty()
        : entries(value).isEmpty();
  }

  private static Collection<SourceValue> entries(SourceValue value) {
    return switch (value) {
      case SourceValue.Text _ -> List.of();
      case SourceValue.Items items -> items.values();
      case SourceValue.Entries entries -> entries.values().values();
    };
  }

  private static HeadraceException invalid(SourceSetting setting, String problem) {
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG, "[%s] %s".formatted(setting.origin(), problem));
  }
}
