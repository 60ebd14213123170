package io.headrace.pipeline.config;

/**
 * A setting, or a file that a setting names, that differs from the one with which the run was
 * started.
 *
 * @param path the setting, such as {@code curriculum.samples-per-group}
 * @param was its value then, or a description of its file
 * @param now its value now
 * @param effect effect of the difference on the run
 */
public record SettingChange(String path, String was, String now, Effect effect) {

  /** Effect of a difference on a run that is continued. */
  public enum Effect {
    /** Existing and future records of the run would be inconsistent. */
    DEFINES_THE_RUN,
    /** The new value applies from now on. */
    FROM_NOW_ON
  }

  /** The difference in words: {@code curriculum.max-steps: was 3, is 6}. */
  @Override
  public String toString() {
    return "%s: was %s, is %s".formatted(path, was, now);
  }
}
