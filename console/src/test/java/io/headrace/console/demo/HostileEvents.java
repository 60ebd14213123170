package io.headrace.console.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Sampling;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Task;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A group whose texts contain markup, control characters and several scripts: one trace of 8,192
 * tokens from five weights versions, verdicts of each status, a trace without a verdict, two
 * samples without a trace; and a trace of a group that is not assembled.
 */
public final class HostileEvents {
  /** The group's id. */
  public static final String GROUP = "hostile/1.e0.1";

  /** Tokens of the longest trace. */
  public static final int TOKENS = 8_192;

  /** A text that would set {@code window.hacked} if it were interpreted as markup. */
  public static final String MARKUP =
      "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

  /** The vocabulary; the index is the token id. */
  private static final List<String> VOCABULARY =
      List.of(
          "<eos>",
          MARKUP,
          " word",
          "\n",
          "\u202eright to left\u202c",
          "\u0000\u001b[31m",
          "日本語",
          "👩‍👩‍👧",
          "مرحبا",
          "&lt;b&gt;",
          "\t",
          "Z̷a̷l̷g̷o",
          "\u200b\ufeff",
          "</code>",
          "${7*7}",
          "{{7*7}}");

  private HostileEvents() {}

  static void write(MemoryLog log, Instant now) {
    log.spellBy(tokenizerJson());
    GroupRequest request = request(now);
    log.take(Topic.TASKS, GROUP, now, request);
    List<Trace> traces = new ArrayList<>();
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (int sample = 0; sample < 6; sample++) {
      Trace trace = trace(request, sample, now);
      traces.add(trace);
      log.take(Topic.TRACES, GROUP, now, trace);
      Verdict verdict = verdict(trace, sample, now);
      if (verdict != null) {
        verdicts.put(trace.getTraceId(), verdict);
        log.take(Topic.VERDICTS, GROUP, now, verdict);
      }
    }
    log.take(Topic.SCORED_GROUPS, GROUP, now, DemoEvents.group(request, traces, verdicts, now));
    GroupRequest open = GroupRequest.newBuilder(request).setGroupId("hostile/2.e0.2").build();
    log.take(Topic.TRACES, open.getGroupId(), now, trace(open, 0, now));
    log.take(Topic.DEAD_LETTERS, "", now, letter(now));
  }

  private static GroupRequest request(Instant now) {
    return GroupRequest.newBuilder(DemoEvents.request(1, 47, 38, 8, now))
        .setGroupId(GROUP)
        .setTask(
            new Task(
                "hostile/1",
                MARKUP + "\n\u202egnihton\u202c 日本語 \u0007",
                MARKUP,
                "addition",
                List.of(),
                Map.of()))
        .setSampling(new Sampling(0.7, 8_192, List.of(), 1L))
        .build();
  }

  private static Trace trace(GroupRequest request, int sample, Instant now) {
    int length = sample == 0 ? TOKENS : sample == 5 ? 0 : 40;
    List<Integer> tokens =
        IntStream.range(0, length).map(i -> 1 + i % (VOCABULARY.size() - 1)).boxed().toList();
    List<Float> logProbs = IntStream.range(0, length).mapToObj(i -> -(i % 97) / 18f).toList();
    String text = String.join("", tokens.stream().map(VOCABULARY::get).toList());
    return Trace.newBuilder()
        .setRun(DemoEvents.RUN)
        .setTraceId(request.getGroupId() + "#" + sample)
        .setGroupId(request.getGroupId())
        .setSample(sample)
        .setSamples(request.getSamples())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(List.of(1, 2, 3))
        .setTokens(tokens)
        .setLogProbs(logProbs)
        .setSegments(segments(length))
        .setFinishReason(FinishReason.LENGTH)
        .setText(text)
        .setWorker("<b>worker</b>")
        .setAttempt(3)
        .setReceivedAt(now.minusSeconds(9))
        .setStartedAt(now.minusSeconds(8))
        .setFinishedAt(now)
        .build();
  }

  private static List<Segment> segments(int length) {
    if (length == 0) {
      return List.of();
    }
    List<Segment> segments = new ArrayList<>();
    int part = length / 5;
    for (int i = 0; i < 5; i++) {
      segments.add(
          Segment.newBuilder()
              .setWeightsVersion(40L + i)
              .setTokens(i < 4 ? part : length - 4 * part)
              .build());
    }
    return segments;
  }

  private static @Nullable Verdict verdict(Trace trace, int sample, Instant now) {
    VerdictStatus status =
        switch (sample) {
          case 1 -> VerdictStatus.ERROR;
          case 2 -> VerdictStatus.TIMEOUT;
          default -> VerdictStatus.OK;
        };
    boolean judged = status == VerdictStatus.OK;
    return sample == 3
        ? null
        : Verdict.newBuilder(DemoEvents.verdict(trace, sample == 0, now))
            .setStatus(status)
            .setScore(judged ? Double.valueOf(sample == 4 ? 0.5 : sample == 0 ? 1 : 0) : null)
            .setDetail(status + ": " + MARKUP + "\u202e")
            .build();
  }

  private static DeadLetter letter(Instant now) {
    return DeadLetter.newBuilder()
        .setRun(DemoEvents.RUN)
        .setService("verifier")
        .setOriginTopic("demo.traces")
        .setOriginPartition(2)
        .setOriginOffset(1L)
        .setErrorCode("UNDECODABLE_RECORD")
        .setMessage(MARKUP + "\u001b[2J")
        .setAttempt(1)
        .setKey(ByteBuffer.wrap(MARKUP.getBytes(StandardCharsets.UTF_8)))
        .setValue(ByteBuffer.wrap(MARKUP.getBytes(StandardCharsets.UTF_8)))
        .setFailedAt(now)
        .build();
  }

  private static String tokenizerJson() {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    VOCABULARY.forEach(piece -> vocabulary.put(piece, vocabulary.size()));
    try {
      return new ObjectMapper()
          .writeValueAsString(Map.of("model", Map.of("type", "BPE", "vocab", vocabulary)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
