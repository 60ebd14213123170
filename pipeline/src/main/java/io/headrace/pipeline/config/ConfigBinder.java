package io.headrace.pipeline.config;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts flat settings to the configuration's records: the component {@code groupsPerStep} of the
 * record for {@code learner.rl} is the setting {@code learner.rl.groups-per-step}.
 */
final class ConfigBinder {

  private final SortedMap<String, SourceSetting> sources;
  private final SortedMap<String, Setting> typed = new TreeMap<>();

  private ConfigBinder(SortedMap<String, SourceSetting> sources) {
    this.sources = sources;
  }

  /**
   * Binds all settings.
   *
   * @throws HeadraceException INVALID_CONFIG when a value can't be used
   */
  static LoadedConfig bind(SortedMap<String, SourceSetting> sources) {
    ConfigBinder binder = new ConfigBinder(sources);
    RunConfig config = (RunConfig) binder.section(RunConfig.class, "");
    if (!binder.typed.keySet().equals(sources.keySet())) {
      throw new IllegalStateException("the defaults have keys that no record has");
    }
    return new LoadedConfig(config, binder.typed);
  }

  /** The type of every setting, by its path. */
  static SortedMap<String, Type> types() {
    SortedMap<String, Type> types = new TreeMap<>();
    addTypes(RunConfig.class, "", types);
    return types;
  }

  private static void addTypes(Class<?> section, String prefix, SortedMap<String, Type> types) {
    for (RecordComponent component : section.getRecordComponents()) {
      String path = prefix + key(component.getName());
      if (isSection(component.getType())) {
        addTypes(component.getType(), path + ".", types);
      } else {
        types.put(path, component.getGenericType());
      }
    }
  }

  private static boolean isSection(Class<?> type) {
    return type.isRecord() && type != ByteSize.class;
  }

  private Object section(Class<?> type, String prefix) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(component -> component(component, prefix + key(component.getName())))
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSetting invalid) {
        throw invalid(invalid.path(), invalid);
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object component(RecordComponent component, String path) {
    SourceSetting source = sources.get(path);
    if (source == null) {
      if (isSection(component.getType())) {
        return section(component.getType(), path + ".");
      }
      throw new IllegalStateException(path + " has no default");
    }
    try {
      SettingType.Typed value = SettingType.read(component.getGenericType(), source.value());
      typed.put(path, new Setting(value.shown(), source.origin()));
      return value.value();
    } catch (IllegalArgumentException e) {
      throw invalid(path, e);
    }
  }

  private HeadraceException invalid(String path, IllegalArgumentException cause) {
    SourceSetting source = sources.get(path);
    return new HeadraceException(
        ErrorCode.INVALID_CONFIG,
        "[%s] %s %s"
            .formatted(source == null ? "config" : source.origin(), path, cause.getMessage()),
        cause);
  }

  /** {@code groupsPerStep} as {@code groups-per-step}. */
  static String key(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
