package io.headrace.console.view;

import java.util.Locale;

/** The stages that a group passes, in order. */
public enum PipelineStage {
  /** The curriculum asks for groups. */
  TASKS("curriculum", "samples"),
  /** Rollout workers sample traces. */
  ROLLOUT("rollout-worker", "samples"),
  /** Scorers judge traces. */
  VERDICT("verifier", "verdicts"),
  /** The assembler joins traces and verdicts. */
  ASSEMBLE("reward-service", "groups"),
  /** The learner trains. */
  LEARN("learner", "groups");

  private final String service;
  private final String unit;

  PipelineStage(String service, String unit) {
    this.service = service;
    this.unit = unit;
  }

  /** The service that does the work, as its heartbeats name it. */
  public String service() {
    return service;
  }

  /** What the stage counts. */
  public String unit() {
    return unit;
  }

  /** The stage as the page writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
