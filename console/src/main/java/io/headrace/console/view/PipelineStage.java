package io.headrace.console.view;

import java.util.Locale;

/** The stages of a group, in order. */
public enum PipelineStage {
  /** The curriculum requests groups. */
  TASKS("curriculum", "samples"),
  /** Rollout workers sample traces. */
  ROLLOUT("rollout-worker", "samples"),
  /** Scorers score traces. */
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

  /** The name of the stage's service in heartbeats. */
  public String service() {
    return service;
  }

  /** The unit of the stage's work. */
  public String unit() {
    return unit;
  }

  /** The stage's name on the page. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
