package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * Rejects combinations of settings with which a run could make no progress or a setting would have
 * no effect. Checks of a single setting are in its own record.
 */
final class SettingRules {

  private SettingRules() {}

  /** Rejects settings of the broker that contradict each other. */
  static void check(KafkaConfig kafka) {
    boolean embedded = kafka.mode() == KafkaMode.EMBEDDED;
    Check.that(
        !embedded || kafka.bootstrapServers().isBlank(),
        "kafka.bootstrap-servers",
        "must be empty while kafka.mode is embedded, is '%s'; set kafka.mode to external to use that broker"
            .formatted(kafka.bootstrapServers()));
    Check.that(
        !embedded || kafka.replication() == 1,
        "kafka.replication",
        "must be 1 while kafka.mode is embedded, which is one broker, is " + kafka.replication());
  }

  /** Rejects a file of held-out tasks when the training tasks are generated. */
  static void check(TasksConfig tasks) {
    Check.that(
        tasks.file().isPresent() || tasks.heldoutFile().isEmpty(),
        "tasks.heldout-file",
        "needs tasks.file, without which all tasks are generated; set tasks.file, or leave this"
            + " empty");
  }

  /** Rejects groups that can never be assembled or scored. */
  static void check(
      CurriculumConfig curriculum, EvaluationConfig evaluation, AssemblerConfig assembler) {
    Check.that(
        assembler.minScored() <= curriculum.samplesPerGroup(),
        "assembler.min-scored",
        "must be at most curriculum.samples-per-group, which is %d, is %d"
            .formatted(curriculum.samplesPerGroup(), assembler.minScored()));
    longer("curriculum.group-deadline", curriculum.groupDeadline(), assembler);
    longer("evaluation.deadline", evaluation.deadline(), assembler);
  }

  private static void longer(String path, Duration deadline, AssemblerConfig assembler) {
    Check.that(
        deadline.compareTo(assembler.commitInterval()) > 0,
        path,
        "must be longer than assembler.commit-interval, which is %d ms, is %d ms"
            .formatted(assembler.commitInterval().toMillis(), deadline.toMillis()));
  }

  /** Rejects counts whose product exceeds 32 bits. */
  static void check(CurriculumConfig curriculum, RlConfig rl) {
    fits(
        "learner.rl.groups-per-step",
        "curriculum.max-staleness + 1",
        rl.groupsPerStep(),
        curriculum.maxStaleness() + 1L);
    fits(
        "learner.rl.decay-steps",
        "learner.rl.epochs-per-batch times learner.rl.mini-batches",
        rl.decaySteps(),
        (long) rl.epochsPerBatch() * rl.miniBatches());
  }

  /** Rejects a weight decay with which weights would change their sign at each step. */
  static void check(LearnerConfig learner) {
    check(learner, Math.max(learner.sft().learningRate(), learner.rl().learningRate()));
  }

  /** Rejects such a weight decay for the learning rate of a stage. */
  static void check(LearnerConfig learner, double rate) {
    Check.that(
        learner.weightDecay() * rate < 1,
        "learner.weight-decay",
        "times the learning rate must be less than 1, is %s times %s; a weight decay of 0.1 is common"
            .formatted(learner.weightDecay(), rate));
  }

  /** Rejects responses that are too long for a model with random weights. */
  static void check(ModelSource model, SamplingConfig sampling) {
    if (model.folder().isEmpty()) {
      sampling.requireRoom(model.maxPositions(), "model.max-positions");
    }
  }

  private static void fits(String path, String other, long count, long times) {
    Check.that(
        count == 0 || times <= Integer.MAX_VALUE / count,
        path,
        "times %s must be at most %d; lower one of them".formatted(other, Integer.MAX_VALUE));
  }
}
