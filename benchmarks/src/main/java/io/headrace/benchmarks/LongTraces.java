package io.headrace.benchmarks;

import io.headrace.pipeline.id.GroupId;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A scored group of long traces: random tokens of a large vocabulary, 4 characters per token. */
final class LongTraces {

  /** Size of the vocabulary, about that of Llama 3 and Qwen3. */
  static final int VOCABULARY = 150_000;

  private static final String SCORER = "number";
  private static final int PROMPT_TOKENS = 256;
  private static final String TEXT_OF_TOKEN = " abc";

  private LongTraces() {}

  static ScoredGroup group(int samples, int tokens) {
    Task task =
        new Task("task-1", "x".repeat(4 * PROMPT_TOKENS), "85", SCORER, List.of(), Map.of());
    GroupId group = GroupId.of(task.getTaskId(), 0, 1);
    SplittableRandom random = new SplittableRandom(1);
    List<ScoredTrace> traces =
        IntStream.range(0, samples)
            .mapToObj(sample -> scored(trace(task, group, sample, samples, tokens, random)))
            .toList();
    return ScoredGroup.newBuilder()
        .setRun("benchmark")
        .setGroupId(group.value())
        .setTask(task)
        .setPurpose(Purpose.TRAIN)
        .setEpoch(0)
        .setNumber(1)
        .setRequested(samples)
        .setStatus(GroupStatus.COMPLETE)
        .setTraces(traces)
        .setRequestedAt(Instant.EPOCH)
        .setAssembledAt(Instant.EPOCH)
        .build();
  }

  private static ScoredTrace scored(Trace trace) {
    double score = trace.getSample() % 2;
    return ScoredTrace.newBuilder()
        .setTrace(trace)
        .setVerdicts(List.of())
        .setScore(score)
        .setReward(score)
        .build();
  }

  private static Trace trace(
      Task task, GroupId group, int sample, int samples, int tokens, SplittableRandom random) {
    return Trace.newBuilder()
        .setRun("benchmark")
        .setTraceId(group.trace(sample).value())
        .setGroupId(group.value())
        .setSample(sample)
        .setSamples(samples)
        .setTask(task)
        .setPurpose(Purpose.TRAIN)
        .setScorers(List.of(SCORER))
        .setSampling(
            Sampling.newBuilder().setTemperature(1).setMaxNewTokens(tokens).setSeed(1).build())
        .setPromptTokens(random.ints(PROMPT_TOKENS, 0, VOCABULARY).boxed().toList())
        .setTokens(random.ints(tokens, 0, VOCABULARY).boxed().toList())
        .setLogProbs(random.doubles(tokens).mapToObj(value -> (float) Math.log(value)).toList())
        .setSegments(List.of(Segment.newBuilder().setWeightsVersion(0).setTokens(tokens).build()))
        .setFinishReason(FinishReason.LENGTH)
        .setText(TEXT_OF_TOKEN.repeat(tokens))
        .setWorker("worker-1")
        .setAttempt(1)
        .setReceivedAt(Instant.EPOCH)
        .setStartedAt(Instant.EPOCH)
        .setFinishedAt(Instant.EPOCH)
        .build();
  }
}
