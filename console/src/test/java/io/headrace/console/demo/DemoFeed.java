package io.headrace.console.demo;

import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.PlanEntry;
import io.headrace.schemas.RunStarted;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StageStarted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.specific.SpecificRecord;

/**
 * Generates a plausible run from a seed: a cold start of 60 s, then RL with rising accuracy. The
 * same seed and start give the same events. Not thread-safe.
 */
public final class DemoFeed {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int SFT_TICKS = 600;
  private static final int SAMPLES = 8;

  /** Receives the events in order. */
  public interface Sink {
    /** Receives one event with its topic, key and timestamp. */
    void take(Topic topic, String key, Instant at, SpecificRecord event);
  }

  private record Open(GroupRequest request, List<Trace> traces, Map<String, Verdict> verdicts) {}

  private final SplittableRandom random;
  private final Sink sink;
  private Instant now;
  private long ticks;
  private long step;
  private long version = -1;
  private long groups;
  private long scored;
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private final ArrayDeque<ScoredGroup> unread = new ArrayDeque<>();
  private long waited;

  /** Creates a run that starts at a time. */
  public DemoFeed(long seed, Instant start, Sink sink) {
    this.random = new SplittableRandom(seed);
    this.now = start;
    this.sink = sink;
    RunStarted started =
        RunStarted.newBuilder()
            .setRun(DemoEvents.RUN)
            .setConfiguration("run: demo\n")
            .setHeadraceVersion("0.1.0")
            .setStartedAt(start)
            .setPlan(
                List.of(
                    new PlanEntry("cold-start", "sft", "demonstrations", 600L, null, 0.35),
                    new PlanEntry("training", "rl", "scored-groups", 150L, 0.94, 0.85)))
            .build();
    emit(Topic.CONTROL, DemoEvents.RUN, started);
    stage(0, "the run starts from random weights");
    publish(Stage.SFT);
  }

  /** Generates the events up to a time. */
  public void advance(Instant until) {
    while (now.plus(TICK).isBefore(until)) {
      now = now.plus(TICK);
      ticks++;
      tick();
    }
  }

  private void emit(Topic topic, String key, SpecificRecord event) {
    sink.take(topic, key, now, event);
  }

  private void tick() {
    if (ticks % 10 == 0) {
      beats();
    }
    if (ticks < SFT_TICKS) {
      supervise();
    } else {
      if (ticks == SFT_TICKS) {
        stage(1, "sampled held-out accuracy 0.36 reached the cold-start target 0.35");
      }
      reinforce();
    }
  }

  private void beats() {
    for (String service :
        List.of("curriculum", "rollout-worker", "verifier", "reward-service", "learner")) {
      int instances = service.equals("rollout-worker") ? 2 : 1;
      for (int i = 1; i <= instances; i++) {
        emit(
            Topic.HEARTBEATS,
            service,
            DemoEvents.beat(service, service + "-" + i, ServiceState.RUNNING, now));
      }
    }
  }

  private void stage(int index, String reason) {
    emit(
        Topic.CONTROL,
        DemoEvents.RUN,
        StageStarted.newBuilder()
            .setRun(DemoEvents.RUN)
            .setStage(index == 0 ? "cold-start" : "training")
            .setKind(index == 0 ? "sft" : "rl")
            .setIndex(index)
            .setReason(reason)
            .setWeightsVersion(Math.max(0, version))
            .setStartedAt(now)
            .build());
  }

  private void supervise() {
    if (ticks % 3 != 0) {
      return;
    }
    step++;
    double loss = 0.25 + 2.9 * Math.exp(-step / 45.0) + random.nextDouble() * 0.08;
    emit(
        Topic.STEPS,
        DemoEvents.RUN,
        DemoEvents.step(step, Stage.SFT, now)
            .setLoss(loss)
            .setGradientNorm(0.4 + loss * random.nextDouble(0.5, 0.8))
            .setTrainedTokens(9_000 + random.nextInt(1_500))
            .setComputeMillis(285 + random.nextInt(20))
            .setWaitMillis(2)
            .build());
    if (step % 40 == 0) {
      publish(Stage.SFT);
      evaluate();
    }
  }

  private void publish(Stage stage) {
    version++;
    emit(Topic.WEIGHTS, DemoEvents.RUN, DemoEvents.weights(version, step, stage, now));
  }

  /** The accuracy, which rises over the run. */
  private double skill() {
    double cold = 0.37 * (1 - Math.exp(-Math.min(ticks, SFT_TICKS) / 350.0)) / 0.82;
    double learned = Math.max(0, ticks - SFT_TICKS);
    return cold + (0.93 - cold) * (1 - Math.exp(-learned / 700.0));
  }

  private void evaluate() {
    double skill = skill();
    int sampled = (int) (400 * skill + random.nextInt(12) - 6);
    int greedy =
        (int) Math.min(396, 400 * Math.min(0.985, skill * 1.1 + 0.03) + random.nextInt(8) - 4);
    emit(
        Topic.OUTCOMES,
        "v" + version,
        DemoEvents.evaluation(version, Math.max(0, greedy), Math.max(0, sampled), now));
  }

  private void reinforce() {
    while (open.size() + unread.size() < 30) {
      request();
    }
    int finish = 11 + random.nextInt(6);
    for (int i = 0; i < finish; i++) {
      sample();
    }
    if (ticks % 900 == 450) {
      deadLetter();
    }
    train();
  }

  private void request() {
    GroupRequest request =
        DemoEvents.request(
            groups++, 10 + random.nextInt(90), 10 + random.nextInt(90), SAMPLES, now);
    open.addLast(new Open(request, new ArrayList<>(), new HashMap<>()));
    emit(Topic.TASKS, request.getGroupId(), request);
  }

  private void sample() {
    List<Open> waiting = open.stream().filter(o -> o.traces().size() < SAMPLES).limit(3).toList();
    if (waiting.isEmpty()) {
      return;
    }
    Open group = waiting.get(random.nextInt(waiting.size()));
    boolean right = random.nextDouble() < difficulty(group.request());
    Trace trace =
        DemoTrace.draw(random, group.request(), group.traces().size(), version, right, now);
    group.traces().add(trace);
    emit(Topic.TRACES, trace.getGroupId(), trace);
    boolean late = random.nextDouble() < 0.004;
    Verdict verdict = late ? DemoEvents.failure(trace, now) : DemoEvents.verdict(trace, right, now);
    group.verdicts().put(trace.getTraceId(), verdict);
    emit(Topic.VERDICTS, trace.getGroupId(), verdict);
    if (group.traces().size() == SAMPLES) {
      open.remove(group);
      ScoredGroup done = DemoEvents.group(group.request(), group.traces(), group.verdicts(), now);
      emit(Topic.OUTCOMES, done.getGroupId(), GroupOutcomes.of(done));
      unread.addLast(done);
    }
  }

  private double difficulty(GroupRequest request) {
    double spread = (Math.floorMod(request.getTask().getTaskId().hashCode(), 100) - 50) / 130.0;
    return Math.clamp(skill() + spread * (1 - skill()), 0.02, 0.995);
  }

  private void train() {
    waited += 100;
    if (unread.size() < 8 || waited < 900) {
      return;
    }
    step++;
    List<BatchEntry> batch = new ArrayList<>();
    double reward = 0;
    double tokens = 0;
    for (int i = 0; i < 8; i++) {
      ScoredGroup group = unread.removeFirst();
      batch.add(new BatchEntry(group.getGroupId(), 0, scored++, SAMPLES));
      for (var trace : group.getTraces()) {
        reward += trace.getReward() == null ? 0 : trace.getReward();
        tokens += trace.getTrace().getTokens().size();
      }
    }
    int compute = 480 + random.nextInt(90);
    emit(
        Topic.STEPS,
        DemoEvents.RUN,
        DemoEvents.step(step, Stage.RL, now)
            .setBatch(batch)
            .setLoss(0.02 + random.nextDouble() * 0.03)
            .setGradientNorm(0.2 + random.nextDouble() * 0.4)
            .setLearningRate(0.0004)
            .setTrainedTokens((long) (tokens * 4))
            .setMeanReward(reward / 64)
            .setMeanResponseTokens(tokens / 64)
            .setMeanStaleness(0.8 + random.nextDouble())
            .setMaxStaleness(2 + random.nextInt(2))
            .setComputeMillis((long) compute)
            .setWaitMillis(Math.max(0L, waited - compute))
            .build());
    waited = 0;
    publish(Stage.RL);
    if (version % 10 == 0) {
      evaluate();
    }
  }

  private void deadLetter() {
    emit(
        Topic.DEAD_LETTERS,
        "",
        DeadLetter.newBuilder()
            .setRun(DemoEvents.RUN)
            .setService("verifier")
            .setOriginTopic("demo.traces")
            .setOriginPartition(2)
            .setOriginOffset(ticks)
            .setErrorCode("UNDECODABLE_RECORD")
            .setMessage(
                "record is not a Headrace event: it does not start with the single-object marker C3"
                    + " 01")
            .setAttempt(1)
            .setValue(ByteBuffer.wrap("not an event".getBytes(StandardCharsets.UTF_8)))
            .setFailedAt(now)
            .build());
  }
}
