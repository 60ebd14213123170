package io.headrace.reward.streams;

import io.headrace.schemas.Purpose;
import io.headrace.schemas.topics.Topic;

/** The topics that the assembler writes. */
enum OutputTopic {
  /** Training groups. */
  SCORED_GROUPS(Topic.SCORED_GROUPS),
  /** Held-out groups. */
  EVALS(Topic.EVALS),
  /** Outcomes of all groups. */
  OUTCOMES(Topic.OUTCOMES),
  /** Records that can't be used. */
  DEAD_LETTERS(Topic.DEAD_LETTERS);

  private final Topic topic;

  OutputTopic(Topic topic) {
    this.topic = topic;
  }

  static OutputTopic of(Purpose purpose) {
    return switch (purpose) {
      case TRAIN -> SCORED_GROUPS;
      case EVALUATION -> EVALS;
    };
  }

  Topic topic() {
    return topic;
  }

  /** Name of the sink in the topology. */
  String sink() {
    return "to-" + topic.suffix();
  }
}
