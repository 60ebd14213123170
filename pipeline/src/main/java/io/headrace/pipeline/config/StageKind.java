package io.headrace.pipeline.config;

import io.headrace.schemas.Stage;
import io.headrace.schemas.topics.Topic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of training of a stage. */
public enum StageKind {
  /** Supervised fine-tuning on demonstrations. */
  SFT(Stage.SFT, Topic.DEMONSTRATIONS, "cold-start"),
  /** Policy optimization on scored groups. */
  RL(Stage.RL, Topic.SCORED_GROUPS, "training");

  private final Stage stage;
  private final Topic data;
  private final String defaultStageId;

  StageKind(Stage stage, Topic data, String defaultStageId) {
    this.stage = stage;
    this.data = data;
    this.defaultStageId = defaultStageId;
  }

  /** The kind with the given name in settings and events; empty when there is none. */
  public static Optional<StageKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /** The kind that corresponds to the stage field of a step or grant. */
  public static StageKind of(Stage stage) {
    return switch (stage) {
      case SFT -> SFT;
      case RL -> RL;
    };
  }

  /** Its name in settings and events: {@code sft}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The corresponding value in steps, grants and manifests. */
  public Stage stage() {
    return stage;
  }

  /** The topic from which its batches are read. */
  public Topic data() {
    return data;
  }

  /**
   * Id of the default plan's stage of this kind, which also identifies the stage in earlier
   * versions.
   */
  public String defaultStageId() {
    return defaultStageId;
  }

  @Override
  public String toString() {
    return text();
  }
}
