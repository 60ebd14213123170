package io.headrace.pipeline.config;

import java.time.Duration;

/**
 * What settings must be to each other: combinations with which a run would stand still, or which
 * leave a setting without effect. Checks of a single setting are in its own record.
 */
final class SettingRules {

  private SettingRules() {}

  /** Refuses a broker's settings that contradict each other. */
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

  /** Refuses held-out tasks of their own beside generated ones. */
  static void check(TasksConfig tasks) {
    Check.that(
        tasks.file().isPresent() || tasks.heldoutFile().isEmpty(),
        "tasks.heldout-file",
        "needs tasks.file, without which all tasks are generated; set tasks.file, or leave this"
            + " empty");
  }

  /** Refuses groups that can never be assembled or scored. */
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

  /** Refuses counts whose product no longer fits. */
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

  /** Refuses a decay by which weights would change their sign with each step. */
  static void check(LearnerConfig learner) {
    check(learner, Math.max(learner.sft().learningRate(), learner.rl().learningRate()));
  }

  /** The same for the rate of a stage. */
  static void check(LearnerConfig learner, double rate) {
    Check.that(
        learner.weightDecay() * rate < 1,
        "learner.weight-decay",
        "times the learning rate must be less than 1, is %s times %s; 0.1 is usual"
            .formatted(learner.weightDecay(), rate));
  }

  /** Refuses responses for which a model of random weights has no positions. */
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
