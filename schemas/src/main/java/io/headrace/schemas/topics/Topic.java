package io.headrace.schemas.topics;

import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.CurriculumSnapshot;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.Demonstration;
import io.headrace.schemas.EvaluationCompleted;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.LearnerStopped;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.TrainingGranted;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WeightsChunk;
import io.headrace.schemas.WeightsManifest;
import io.headrace.schemas.WorkAbandoned;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topics of a run. A topic's full name starts with the run's id: {@code <run>.tasks}.
 *
 * <p>Topics whose total order determines the training order have one partition. The assembler's
 * input topics are co-partitioned: they have the same partition count, so that all events of a
 * group reach the same task.
 */
public enum Topic {
  /** Requests for groups; a work queue of the rollout workers. */
  TASKS("tasks", Key.GROUP, Partitions.SHARED, Retention.RUN, List.of(GroupRequest.class)),
  /** Sampled traces. */
  TRACES("traces", Key.GROUP, Partitions.SHARED, Retention.RUN, List.of(Trace.class)),
  /** Verdicts of the scorers on traces, and requests and traces whose processing was abandoned. */
  VERDICTS(
      "verdicts",
      Key.GROUP,
      Partitions.SHARED,
      Retention.RUN,
      List.of(Verdict.class, WorkAbandoned.class)),
  /** Groups with their rewards, in training order. */
  SCORED_GROUPS(
      "scored-groups", Key.GROUP, Partitions.ONE, Retention.RUN, List.of(ScoredGroup.class)),
  /** Held-out groups and the evaluations computed from them. */
  EVALS(
      "evals",
      Key.GROUP,
      Partitions.ONE,
      Retention.RUN,
      List.of(ScoredGroup.class, EvaluationCompleted.class)),
  /**
   * The outcomes of all groups, without tokens, and the evaluations, for readers that do not need
   * the samples themselves.
   */
  OUTCOMES(
      "outcomes",
      Key.GROUP,
      Partitions.ONE,
      Retention.RUN,
      List.of(GroupOutcome.class, EvaluationCompleted.class)),
  /** Manifests of weights versions; small. */
  WEIGHTS("weights", Key.RUN, Partitions.ONE, Retention.RUN, List.of(WeightsManifest.class)),
  /** The files of weights versions in chunks, written before the manifest that makes them valid. */
  WEIGHT_CHUNKS(
      "weight-chunks", Key.RUN, Partitions.ONE, Retention.SIZE, List.of(WeightsChunk.class)),
  /** Optimizer steps with their batches, and the steps at which the learner stopped. */
  STEPS(
      "steps",
      Key.RUN,
      Partitions.ONE,
      Retention.RUN,
      List.of(StepCompleted.class, LearnerStopped.class)),
  /** Demonstrations for supervised fine-tuning: prompts with their responses. */
  DEMONSTRATIONS(
      "demonstrations", Key.TASK, Partitions.ONE, Retention.RUN, List.of(Demonstration.class)),
  /** Pairs of a chosen and a rejected response, selected from scored groups. */
  PREFERENCE_PAIRS(
      "preference-pairs", Key.GROUP, Partitions.ONE, Retention.RUN, List.of(PreferencePair.class)),
  /** Decisions of the curriculum and commands of operators. */
  CONTROL(
      "control",
      Key.RUN,
      Partitions.ONE,
      Retention.RUN,
      List.of(
          RunStarted.class,
          StageStarted.class,
          PhaseChanged.class,
          TrainingGranted.class,
          CommandIssued.class)),
  /** Snapshots of services, which start from them instead of the beginning of the log. */
  SNAPSHOTS(
      "snapshots",
      Key.PART,
      Partitions.ONE,
      Retention.NEWEST,
      List.of(CurriculumSnapshot.class, ConsoleSnapshot.class)),
  /** Attempts of services to process redelivered records. */
  ATTEMPTS(
      "attempts",
      Key.POSITION,
      Partitions.ONE,
      Retention.NEWEST_OF_A_DAY,
      List.of(AttemptStarted.class)),
  /** Heartbeats of the service instances. */
  HEARTBEATS("heartbeats", Key.INSTANCE, Partitions.ONE, Retention.SHORT, List.of(Heartbeat.class)),
  /** Records that a service could not process, unchanged and with the reason. */
  DEAD_LETTERS(
      "dead-letters", Key.ORIGIN, Partitions.ONE, Retention.RUN, List.of(DeadLetter.class));

  /** The key of a topic's records. */
  public enum Key {
    GROUP("groupId"),
    RUN("run"),
    TASK("taskId"),
    INSTANCE("service/instance"),
    PART("service/part"),
    POSITION("topic/partition/offset"),
    ORIGIN("the original key");

    private final String description;

    Key(String description) {
      this.description = description;
    }

    /** The description that {@code headrace topics} prints. */
    public String description() {
      return description;
    }
  }

  /** The number of partitions of a topic. */
  public enum Partitions {
    /** One, so that its records are totally ordered. */
    ONE,
    /** The number in the run's configuration, the same for all such topics. */
    SHARED
  }

  /** How long records are retained. */
  public enum Retention {
    /** As long as the run exists. */
    RUN(Duration.ofMillis(-1), -1, 256 << 20),
    /**
     * Until newer records exceed 4 GiB. The learner deletes the chunks of versions that no reader
     * needs before that; every version is also a checkpoint.
     */
    SIZE(Duration.ofMillis(-1), 4L << 30, 128 << 20),
    /** The newest record of each key. */
    NEWEST(Duration.ofMillis(-1), -1, 128 << 20),
    /** The newest record of each key, for one day. */
    NEWEST_OF_A_DAY(Duration.ofDays(1), -1, 16 << 20),
    /** One hour. */
    SHORT(Duration.ofHours(1), -1, 128 << 20);

    private final Duration time;
    private final long bytes;
    private final int segmentBytes;

    Retention(Duration time, long bytes, int segmentBytes) {
      this.time = time;
      this.bytes = bytes;
      this.segmentBytes = segmentBytes;
    }

    /** The retention time; negative means unlimited. */
    public Duration time() {
      return time;
    }

    /** The retention size of a partition, in bytes; -1 means unlimited. */
    public long bytes() {
      return bytes;
    }

    /** The maximum size of a log segment, in bytes; space is freed by whole segments. */
    public int segmentBytes() {
      return segmentBytes;
    }
  }

  private final String suffix;
  private final Key key;
  private final Partitions partitions;
  private final Retention retention;

  @SuppressWarnings("ImmutableEnumChecker") // always a List.of
  private final List<Class<? extends SpecificRecord>> events;

  Topic(
      String suffix,
      Key key,
      Partitions partitions,
      Retention retention,
      List<Class<? extends SpecificRecord>> events) {
    this.suffix = suffix;
    this.key = key;
    this.partitions = partitions;
    this.retention = retention;
    this.events = events;
  }

  /** The name without the run, such as {@code scored-groups}. */
  public String suffix() {
    return suffix;
  }

  /**
   * The topic's full name.
   *
   * @param run the run's id
   * @return {@code <run>.<suffix>}
   */
  public String of(String run) {
    return run + "." + suffix;
  }

  /** The key of the records. */
  public Key key() {
    return key;
  }

  /**
   * The number of partitions that the topic is created with.
   *
   * @param shared the run's partition count for the topics that share one
   */
  public int partitions(int shared) {
    return switch (partitions) {
      case ONE -> 1;
      case SHARED -> shared;
    };
  }

  /** How long records are retained. */
  public Retention retention() {
    return retention;
  }

  /** The event types that are written to the topic. */
  public List<Class<? extends SpecificRecord>> events() {
    return events;
  }
}
