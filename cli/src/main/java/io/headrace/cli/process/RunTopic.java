package io.headrace.cli.process;

import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A topic of a run or of one of its further learners.
 *
 * @param topic its entry in the catalogue
 * @param name its full name
 */
public record RunTopic(Topic topic, String name) {

  /** The topics of a run, then those of each further learner. */
  public static List<RunTopic> of(String run, Collection<LearnerId> furtherLearners) {
    List<RunTopic> topics = new ArrayList<>();
    Arrays.stream(Topic.values())
        .map(topic -> new RunTopic(topic, topic.of(run)))
        .forEach(topics::add);
    for (LearnerId learner : furtherLearners) {
      Topics.OF_A_LEARNER.stream()
          .map(topic -> new RunTopic(topic, topic.of(learner.topics(run))))
          .forEach(topics::add);
    }
    return topics;
  }
}
