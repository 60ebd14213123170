package io.headrace.pipeline.config;

import io.headrace.schemas.Stage;
import io.headrace.schemas.topics.Topic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a stage of a run's plan trains with. */
public enum StageKind {
  /** Supervised fine-tuning on demonstrations. */
  SFT(Stage.SFT, Topic.DEMONSTRATIONS, "cold-start"),
  /** Policy optimization on scored groups. */
  RL(Stage.RL, Topic.SCORED_GROUPS, "training");

  private final Stage stage;
  private final Topic data;
  private final String usualId;

  StageKind(Stage stage, Topic data, String usualId) {
    this.stage = stage;
    this.data = data;
    this.usualId = usualId;
  }

  /** The kind with the given name in settings and events; empty when there is none. */
  public static Optional<StageKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  /** The kind of a step or grant. */
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

  /** The same in steps, grants and manifests. */
  public Stage stage() {
    return stage;
  }

  /** The topic that its batches are read from. */
  public Topic data() {
    return data;
  }

  /** Id of the default plan's stage of this kind, which is also that of earlier versions. */
  public String usualId() {
    return usualId;
  }

  @Override
  public String toString() {
    return text();
  }
}
