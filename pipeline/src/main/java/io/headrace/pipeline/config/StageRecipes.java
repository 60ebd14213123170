package io.headrace.pipeline.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The recipe of a stage: the settings of its kind, with those that the stage changes. Pure. */
public final class StageRecipes {

  /** Settings that a recipe can't change: a stage sets its number of steps in {@code until}. */
  private static final Set<String> SFT_EXCLUDED = Set.of("max-steps");

  private StageRecipes() {}

  /**
   * The recipe of a stage of supervised fine-tuning.
   *
   * @param defaults {@code learner.sft}
   * @throws IllegalArgumentException when the stage has a setting that can't be used
   */
  public static SftConfig sft(StageSetting stage, SftConfig defaults) {
    return with(stage, defaults, SftConfig.class, "learner.sft.", SFT_EXCLUDED);
  }

  /**
   * The recipe of a stage of policy optimization.
   *
   * @param defaults {@code learner.rl}
   * @throws IllegalArgumentException when the stage has a setting that can't be used
   */
  public static RlConfig rl(StageSetting stage, RlConfig defaults) {
    return with(stage, defaults, RlConfig.class, "learner.rl.", Set.of());
  }

  private static <T extends Record> T with(
      StageSetting stage, T defaults, Class<T> type, String section, Set<String> excluded) {
    Set<String> known = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      known.add(ConfigBinder.key(component.getName()));
    }
    known.removeAll(excluded);
    for (String key : stage.recipe().keySet()) {
      if (!known.contains(key)) {
        throw invalid(
            stage,
            excluded.contains(key)
                ? "can't change %s%s; give it until.steps".formatted(section, key)
                : "has the unknown setting '%s' in its recipe; a recipe of kind %s takes %s"
                    .formatted(key, stage.kind(), String.join(", ", known)));
      }
    }
    try {
      return make(stage, defaults, type);
    } catch (InvalidSetting e) {
      throw invalid(
          stage,
          "has recipe.%s, which %s".formatted(e.path().replace(section, ""), e.getMessage()));
    }
  }

  private static <T extends Record> T make(StageSetting stage, T defaults, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(components[i], defaults, stage.recipe());
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSetting problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(
      RecordComponent component, Record defaults, Map<String, String> recipe)
      throws ReflectiveOperationException {
    String key = ConfigBinder.key(component.getName());
    String text = recipe.get(key);
    if (text == null) {
      return component.getAccessor().invoke(defaults);
    }
    try {
      return SettingType.read(component.getGenericType(), SourceValue.Text.of(text)).value();
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(key, String.valueOf(e.getMessage()));
    }
  }

  private static InvalidSetting invalid(StageSetting stage, String problem) {
    return new InvalidSetting("plan", "stage '%s' %s".formatted(stage.id(), problem));
  }
}
