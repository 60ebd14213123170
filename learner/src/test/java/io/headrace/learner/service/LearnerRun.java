package io.headrace.learner.service;

import io.headrace.learner.batch.GroupBuilder;
import io.headrace.pipeline.config.ConfigLoader;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.LearnerId;
import io.headrace.pipeline.id.RunId;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.kafka.Topics;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One run of a learner on a model of a few thousand weights, and the events it lives on. */
record LearnerRun(String run, String bootstrapServers, Path folder) {

  static final int GROUPS_PER_STEP = 3;
  private static final int VOCABULARY = 100;

  /** The stages of the default plan, and each kind once more. */
  private static final String PLAN =
      """
      [{id: cold-start, kind: sft, until: {steps: 1000}},
       {id: training, kind: rl, until: {steps: 1000}},
       {id: sft2, kind: sft, until: {steps: 1000}},
       {id: rl2, kind: rl, until: {steps: 1000},
        recipe: {learning-rate: 5e-3, groups-per-step: 2, mixed-rewards-only: false}}]\
      """;

  LearnerRun createTopics() {
    try (Admin admin = kafka().admin()) {
      Topics.create(admin, new RunId(run), config().kafka());
    }
    return this;
  }

  KafkaClients kafka() {
    return new KafkaClients(bootstrapServers, Map.of(), EventCodec.released());
  }

  RunConfig config() {
    return config(LearnerId.DEFAULT);
  }

  /** The configuration of the learner of an id. */
  RunConfig config(LearnerId learner) {
    List<String> sets =
        List.of(
            "learner.id=" + learner,
            "run=" + run,
            "storage.data-folder=" + folder,
            "model.hidden-size=16",
            "model.layers=1",
            "model.attention-heads=2",
            "model.key-value-heads=1",
            "model.feed-forward-size=32",
            "model.max-positions=64",
            "sampling.max-new-tokens=32",
            "curriculum.max-staleness=1000",
            "learner.threads=1",
            "learner.device=cpu",
            "learner.precision=float32",
            "learner.micro-batch-tokens=256",
            "learner.sft.batch=4",
            "learner.sft.first-publish=2",
            "learner.sft.publish-every=2",
            "learner.sft.max-steps=6",
            "learner.rl.learning-rate=1e-2",
            "learner.rl.mini-batches=1",
            "learner.rl.groups-per-step=" + GROUPS_PER_STEP,
            "plan=" + PLAN);
    return ConfigLoader.load(Optional.empty(), Map.of(), sets).config();
  }

  /** What the learner of an id gets from its process. */
  ServiceContext context(LearnerId learner) {
    return new ServiceContext(
        config(learner), kafka(), new SimpleMeterRegistry(), Clock.systemUTC(), learner.value());
  }

  LearnerService learner(String instance) {
    return learner(instance, kafka());
  }

  LearnerService learner(String instance, KafkaClients clients) {
    return new LearnerService(
        new ServiceContext(
            config(), clients, new SimpleMeterRegistry(), Clock.systemUTC(), instance));
  }

  /** Sends events to a topic and waits until they are there. */
  void send(Topic topic, List<? extends SpecificRecord> events) {
    try (EventProducer producer = kafka().producer()) {
      for (SpecificRecord event : events) {
        producer.send(new ProducerRecord<>(topic.of(run), run, event));
      }
      producer.flush();
    }
  }

  /** Groups of four random traces with mixed rewards; the same numbers give the same groups. */
  static List<ScoredGroup> groups(int from, int to) {
    List<ScoredGroup> groups = new ArrayList<>();
    for (int number = from; number < to; number++) {
      SplittableRandom random = new SplittableRandom(number);
      GroupBuilder builder = GroupBuilder.group("g" + number);
      int[] prompt = random.ints(5, 2, VOCABULARY).toArray();
      for (int sample = 0; sample < 4; sample++) {
        int[] tokens = random.ints(random.nextInt(3, 20), 2, VOCABULARY).toArray();
        float[] logProbs = new float[tokens.length];
        Arrays.fill(logProbs, -4.6f);
        builder.trace((double) (sample % 2), prompt, tokens, logProbs, new long[tokens.length]);
      }
      groups.add(builder.build());
    }
    return groups;
  }
}
