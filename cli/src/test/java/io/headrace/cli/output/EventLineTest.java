package io.headrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.cli.process.TopicTail;
import io.headrace.schemas.BatchEntry;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.Stage;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.WeightsChunk;
import io.headrace.testkit.RunFixture;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLineTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aVerdictIsShownWithItsDetail() {
    assertThat(EventLine.text(entry(verdict(1.0, "42 is right"))))
        .isEqualTo("2:17      verdict g-1/0 number/3 OK 1.0 42 is right");
  }

  @Test
  void aVerdictWithoutAScoreIsNotShownAsZero() {
    assertThat(EventLine.text(entry(verdict(null, "no gold answer"))))
        .contains(" – no gold answer");
  }

  @Test
  void aStepIsShownWithItsVersionsAndReward() {
    assertThat(EventLine.text(entry(step(0.25))))
        .endsWith(
            "step 3 RL v2 → v3 loss 0.5000 gradient 1.250 reward 0.250, 1 groups trained, 0"
                + " skipped");
    assertThat(EventLine.text(entry(step(null)))).contains(" reward –, ");
  }

  @Test
  void aPreferencePairIsShownWithItsScoresAndTexts() {
    PreferencePair pair = RunFixture.of("r").preferencePair(0);

    assertThat(EventLine.text(entry(pair)))
        .isEqualTo(
            "2:17      pair best-worst/addition/1/0.e0.0#0>1 margin 1.0 chosen 1.0, %d tokens, %s rejected 0.0, %d tokens, %s"
                .formatted(
                    pair.getChosen().getTokens().size(),
                    EventLine.quote(pair.getChosen().getText()),
                    pair.getRejected().getTokens().size(),
                    EventLine.quote(pair.getRejected().getText())));
  }

  @Test
  void aPairWithoutAMarginIsNotShownWithZero() {
    PreferencePair pair =
        PreferencePair.newBuilder(RunFixture.of("r").preferencePair(0)).setMargin(null).build();

    assertThat(EventLine.text(entry(pair))).contains(" margin – chosen ");
  }

  @Test
  void aLongEventIsTruncatedAsTextAndCompleteAsJson() {
    TopicTail.Entry entry = entry(verdict(1.0, "x".repeat(1000)));

    assertThat(EventLine.text(entry)).hasSize(400).endsWith("x…");
    assertThat(EventLine.json(entry)).contains("x".repeat(1000));
  }

  @Test
  void theBytesOfAChunkAreCountedNotPrinted() {
    WeightsChunk chunk =
        WeightsChunk.newBuilder()
            .setRun("r")
            .setVersion(5)
            .setFile("model.safetensors")
            .setIndex(0)
            .setCount(2)
            .setData(ByteBuffer.allocate(3))
            .build();

    assertThat(EventLine.text(entry(chunk))).endsWith("chunk v5 model.safetensors 1/2, 3 bytes");
    assertThat(EventLine.json(entry(chunk)))
        .isEqualTo(
            """
            {"partition": 2, "offset": 17, "event": "WeightsChunk", "value": {"version": 5, "file": "model.safetensors", "index": 0, "bytes": 3}}\
            """);
  }

  @Test
  void aRecordThatIsNotAnEventIsShownWithTheReason() {
    TopicTail.Entry entry = new TopicTail.Entry(0, 4, Optional.empty(), "not \"Avro\"\n");

    assertThat(EventLine.text(entry)).startsWith("0:4       not an event: not \"Avro\"");
    assertThat(EventLine.json(entry))
        .isEqualTo("{\"partition\": 0, \"offset\": 4, \"problem\": \"not \\\"Avro\\\"\\n\"}");
  }

  private static TopicTail.Entry entry(SpecificRecord event) {
    return new TopicTail.Entry(2, 17, Optional.of(event), "");
  }

  private static Verdict verdict(@Nullable Double score, String detail) {
    return Verdict.newBuilder()
        .setRun("r")
        .setTraceId("g-1/0")
        .setGroupId("g-1")
        .setScorer("number")
        .setScorerVersion("3")
        .setStatus(score == null ? VerdictStatus.NOT_SCORED : VerdictStatus.OK)
        .setScore(score)
        .setDetail(detail)
        .setLatencyMicros(5)
        .setScoredAt(NOW)
        .build();
  }

  private static StepCompleted step(@Nullable Double reward) {
    return StepCompleted.newBuilder()
        .setRun("r")
        .setStep(3)
        .setStage(Stage.RL)
        .setWeightsIn(2)
        .setWeightsOut(3)
        .setObjective("kimi-k1.5")
        .setSourceTopic("r.scored-groups")
        .setBatch(List.of(new BatchEntry("g-1", 0, 9L, 8)))
        .setLoss(0.5)
        .setGradientNorm(1.25)
        .setLearningRate(0.001)
        .setInnerUpdates(4)
        .setTrainedTokens(100)
        .setMeanReward(reward)
        .setComputeMillis(10)
        .setWaitMillis(1)
        .setCompletedAt(NOW)
        .build();
  }
}
