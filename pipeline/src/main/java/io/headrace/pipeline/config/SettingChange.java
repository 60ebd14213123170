package io.headrace.pipeline.config;

/**
 * A setting, or a file that one names, that differs from what a run was started with.
 *
 * @param path the setting, such as {@code curriculum.samples-per-group}
 * @param was its value then, or what its file held
 * @param now its value now
 * @param effect what the difference means for the run
 */
public record SettingChange(String path, String was, String now, Effect effect) {

  /** What a difference means for a run that goes on. */
  public enum Effect {
    /** The records that are there and those to come would no longer fit together. */
    DEFINES_THE_RUN,
    /** It holds from now on. */
    FROM_NOW_ON
  }

  /** The difference in words: {@code curriculum.max-steps: was 3, is 6}. */
  @Override
  public String toString() {
    return "%s: was %s, is %s".formatted(path, was, now);
  }
}
