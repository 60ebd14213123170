package io.headrace.console.demo;

import io.headrace.schemas.Command;
import io.headrace.schemas.Heartbeat;
import io.headrace.schemas.Phase;
import io.headrace.schemas.PhaseChanged;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** States of a run that the page is tested with. */
public enum Scene {
  /** Nothing is in the log. */
  EMPTY,
  COLD_START,
  TRAINING,
  PAUSED,
  FINISHED,
  /** The rollout workers send no heartbeats while samples wait. */
  SERVICE_WITHOUT_HEARTBEAT,
  /** The learner failed and reports a problem. */
  FAILED_SERVICE,
  /** The console can't reach its broker. */
  BROKER_UNREACHABLE,
  /** A second learner runs beside the policy's and has failed. */
  TWO_LEARNERS,
  /** Texts with markup and control characters, and traces with every outcome. */
  HOSTILE;

  /** The problem of the failed learner. */
  public static final String FAILURE = "learner stopped: the disk of the checkpoints is full";

  /** The problem of a console that can't reach its broker. */
  public static final String BROKER_PROBLEM =
      "the Kafka broker has not answered the console since 12:00:00";

  private static final List<String> SERVICES =
      List.of("curriculum", "learner", "reward-service", "rollout-worker", "verifier");

  String problem() {
    return this == BROKER_UNREACHABLE ? BROKER_PROBLEM : "";
  }

  /** Writes the events of the scene. */
  void play(MemoryLog log, Instant now) {
    switch (this) {
      case EMPTY -> {}
      case COLD_START -> run(log, now, 40);
      case TRAINING, BROKER_UNREACHABLE -> run(log, now, 150);
      case PAUSED -> {
        run(log, now, 150);
        log.issue(Command.PAUSE, "a look at the rewards");
      }
      case FINISHED -> finish(log, now);
      case SERVICE_WITHOUT_HEARTBEAT -> {
        feed(log, now.minusSeconds(20), 150);
        DemoEvents.waiting(log, now);
        beat(log, "rollout-worker", ServiceState.RUNNING, "", now.minusSeconds(45));
        SERVICES.stream()
            .filter(service -> !service.equals("rollout-worker"))
            .forEach(service -> alive(log, service, now));
      }
      case FAILED_SERVICE -> {
        run(log, now, 150);
        beat(log, "learner", ServiceState.FAILED, FAILURE, now.plus(Duration.ofHours(2)));
      }
      case TWO_LEARNERS -> {
        run(log, now, 150);
        beat(log, "learner.reward-model", ServiceState.FAILED, FAILURE, now);
      }
      case HOSTILE -> {
        run(log, now, 90);
        HostileEvents.write(log, now);
      }
    }
  }

  private static void run(MemoryLog log, Instant now, int seconds) {
    feed(log, now, seconds);
    SERVICES.forEach(service -> alive(log, service, now));
  }

  private static void feed(MemoryLog log, Instant now, int seconds) {
    new DemoFeed(7, now.minusSeconds(seconds), withoutBeats(log)).advance(now);
  }

  /** A heartbeat that stays recent for as long as the scene is shown. */
  private static void alive(MemoryLog log, String service, Instant now) {
    beat(log, service, ServiceState.RUNNING, "", now.plus(Duration.ofHours(1)));
  }

  private static void beat(
      MemoryLog log, String service, ServiceState state, String problem, Instant at) {
    Heartbeat beat =
        Heartbeat.newBuilder(DemoEvents.beat(service, "p4711", state, at))
            .setProblem(problem)
            .build();
    log.take(Topic.HEARTBEATS, service, at, beat);
  }

  private static void finish(MemoryLog log, Instant now) {
    feed(log, now.minusSeconds(20), 240);
    phase(log, Phase.FINISHING, "held-out accuracy reached the goal", now.minusSeconds(20));
    phase(log, Phase.FINISHED, "the final evaluation is complete", now.minusSeconds(8));
    SERVICES.forEach(service -> beat(log, service, ServiceState.STOPPED, "", now));
  }

  private static void phase(MemoryLog log, Phase phase, String reason, Instant at) {
    log.take(
        Topic.CONTROL,
        DemoEvents.RUN,
        at,
        PhaseChanged.newBuilder()
            .setRun(DemoEvents.RUN)
            .setPhase(phase)
            .setReason(reason)
            .setWeightsVersion(1)
            .setChangedAt(at)
            .build());
  }

  /** Drops heartbeats, which a scene writes itself. */
  private static DemoFeed.Sink withoutBeats(MemoryLog log) {
    return (topic, key, at, event) -> {
      if (topic != Topic.HEARTBEATS) {
        log.take(topic, key, at, event);
      }
    };
  }
}
