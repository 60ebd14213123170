package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.pipeline.config.SettingChange.Effect;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the settings with which a run was started with those of the present start. Pure.
 *
 * <p>Settings of a process or a machine, such as ports, folders and threads, may differ between
 * processes and are not compared.
 */
public final class SettingChanges {

  /** Prefixes of settings that records already on the log depend on. */
  private static final List<String> DEFINING =
      List.of(
          "model.",
          "tasks.",
          "curriculum.samples-per-group",
          "evaluation.heldout",
          "sampling.",
          "learner.rl.objective");

  /** Settings with those prefixes that may change nevertheless. */
  private static final Set<String> FREE = Set.of("tasks.strict");

  /** Prefixes of settings of a process or a machine. */
  private static final List<String> LOCAL =
      List.of(
          "run",
          "storage.",
          "kafka.",
          "console.",
          "rollout.decoders",
          "rollout.slots",
          "rollout.decode-steps",
          "rollout.consumers",
          "rollout.precision",
          "rollout.device",
          "verifier.threads",
          "assembler.threads",
          "assembler.commit-interval",
          "learner.id",
          "learner.threads",
          "learner.device",
          "learner.precision",
          "learner.batch-deadline",
          "learner.checkpoints-kept",
          "weights.");

  /** The plan may get further stages and other end conditions; its existing stages must stay. */
  private static final String PLAN = "plan";

  private SettingChanges() {}

  /**
   * The differences, those that define the run first, then by path.
   *
   * @param recorded the configuration in the run's log, as YAML
   * @param recordedDigests digests of the files that settings name, by the setting's path; empty
   *     for a log of an earlier version
   * @param now the present configuration
   * @param presentDigests digests of the files that are here now
   */
  public static List<SettingChange> between(
      String recorded,
      Map<String, String> recordedDigests,
      LoadedConfig now,
      Map<String, String> presentDigests) {
    SortedMap<String, SourceSetting> before =
        RenamedKeys.renamed(YamlSettings.read(new StringReader(recorded), "the run's log", false));
    List<SettingChange> changes = new ArrayList<>();
    ConfigBinder.types()
        .forEach(
            (path, type) -> {
              String was = recordedDigests.get(path);
              String is = presentDigests.get(path);
              if (isLocal(path)) {
                return;
              }
              Optional<SettingChange> change =
                  was != null && is != null
                      ? content(path, was, is)
                      : setting(path, type, before.get(path), now.settings().get(path));
              change.ifPresent(changes::add);
            });
    changes.sort(java.util.Comparator.comparing(SettingChange::effect));
    return changes;
  }

  private static Optional<SettingChange> content(String path, String was, String is) {
    return was.equals(is)
        ? Optional.empty()
        : Optional.of(
            new SettingChange(path, "a file with SHA-256 " + was, is, Effect.DEFINES_THE_RUN));
  }

  /** A setting that is not in the log was added by a later version and is not compared. */
  private static Optional<SettingChange> setting(
      String path,
      Type type,
      @org.jspecify.annotations.Nullable SourceSetting before,
      @org.jspecify.annotations.Nullable Setting now) {
    if (before == null || now == null) {
      return Optional.empty();
    }
    Object was = typed(type, before.value());
    Object is = typed(type, source(now.value()));
    return was.equals(is)
        ? Optional.empty()
        : Optional.of(
            new SettingChange(
                path, shown(type, before.value()), now.value().toString(), effect(path, was, is)));
  }

  private static Object typed(Type type, SourceValue value) {
    try {
      return SettingType.read(type, value).value();
    } catch (IllegalArgumentException e) {
      return value; // No longer accepted, so it differs from whatever is now.
    }
  }

  private static String shown(Type type, SourceValue value) {
    try {
      return SettingType.read(type, value).shown().toString();
    } catch (IllegalArgumentException e) {
      return value.toString();
    }
  }

  private static SourceValue source(JsonNode shown) {
    if (shown.isObject()) {
      SortedMap<String, SourceValue> entries = new TreeMap<>();
      shown.properties().forEach(entry -> entries.put(entry.getKey(), source(entry.getValue())));
      return new SourceValue.Entries(entries);
    }
    if (shown.isArray()) {
      List<SourceValue> items = new ArrayList<>();
      shown.forEach(item -> items.add(source(item)));
      return new SourceValue.Items(items);
    }
    return SourceValue.Text.of(shown.asText());
  }

  private static Effect effect(String path, Object was, Object is) {
    if (path.equals(PLAN)) {
      return keepsStages(stages(was), stages(is)) ? Effect.FROM_NOW_ON : Effect.DEFINES_THE_RUN;
    }
    return !FREE.contains(path) && DEFINING.stream().anyMatch(path::startsWith)
        ? Effect.DEFINES_THE_RUN
        : Effect.FROM_NOW_ON;
  }

  /** Whether the earlier stages are unchanged and in the same order; others may follow. */
  private static boolean keepsStages(List<String> was, List<String> is) {
    return is.size() >= was.size() && is.subList(0, was.size()).equals(was);
  }

  /** The stages of a plan by id and kind; an empty one is the default plan. */
  private static List<String> stages(Object plan) {
    List<?> stages = plan instanceof List<?> list ? list : List.of();
    return stages.isEmpty()
        ? Arrays.stream(StageKind.values()).map(kind -> kind.defaultStageId() + kind).toList()
        : stages.stream()
            .map(stage -> stage instanceof StageSetting known ? known.id() + known.kind() : "")
            .toList();
  }

  private static boolean isLocal(String path) {
    return LOCAL.stream().anyMatch(path::startsWith);
  }
}
