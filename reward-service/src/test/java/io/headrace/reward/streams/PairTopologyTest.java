package io.headrace.reward.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.preference.BestWorst;
import io.headrace.reward.preference.PairRule;
import io.headrace.reward.preference.ShortestCorrect;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ScoredTrace;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.RunFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTopologyTest {

  private static final String RUN = "demo";
  private static final RunFixture EVENTS = RunFixture.of(RUN);
  private static final EventCodec CODEC = EventCodec.released();

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PairMetrics metrics = new PairMetrics(registry);

  @Test
  void theBestAndTheWorstTraceOfAGroupBecomeAPairWithItsOrigin() {
    try (TopologyTestDriver driver = driver(new BestWorst(0))) {
      // Given a group of equal scores, at offset 0
      send(driver, EVENTS.scoredGroup(5, 0, 1, 1));

      // When
      ScoredGroup group = EVENTS.scoredGroup(0, 0, 1, 0);
      send(driver, group);

      // Then
      TestRecord<String, byte[]> record = records(driver, Topic.PREFERENCE_PAIRS).getFirst();
      assertThat(record.key()).isEqualTo(group.getGroupId());
      PreferencePair pair = CODEC.decode(record.value(), PreferencePair.class);
      assertThat(pair)
          .isEqualTo(
              PreferencePair.newBuilder(EVENTS.preferencePair(0)).setGroupOffset(1L).build());
      assertThat(metrics.snapshot())
          .isEqualTo(Map.of(PairMetrics.PAIRS, 1.0, PairMetrics.GROUPS_WITHOUT_PAIR, 1.0));
      assertThat(withoutPair("equal_scores")).isOne();
    }
  }

  @Test
  void aGroupGivesOnePairForEachRejectedResponse() {
    try (TopologyTestDriver driver = driver(new ShortestCorrect(1, 1.01))) {
      // Given a group whose wrong responses are longer than its correct one
      ScoredGroup group = shorten(EVENTS.scoredGroup(0, 0, 0, 1, 0), 1);

      // When
      send(driver, group);

      // Then
      assertThat(pairs(driver))
          .extracting(PreferencePair::getPairId)
          .containsExactly(
              "shortest-correct/" + group.getGroupId() + "#1>0",
              "shortest-correct/" + group.getGroupId() + "#1>2");
    }
  }

  @Test
  void aTraceWithoutAScoreIsInNoPair() {
    try (TopologyTestDriver driver = driver(new BestWorst(0))) {
      // Given a dropped group of one scored trace and one without a score, and a partial group of
      // scores 1, none and 0.5
      ScoredGroup single = unscore(EVENTS.scoredGroup(0, 0, 1, 0), GroupStatus.DROPPED);
      ScoredGroup partial = unscore(EVENTS.scoredGroup(1, 0, 1, 0, 0.5), GroupStatus.PARTIAL);

      // When
      send(driver, single);
      send(driver, partial);

      // Then
      assertThat(pairs(driver))
          .extracting(PreferencePair::getPairId)
          .containsExactly("best-worst/" + partial.getGroupId() + "#0>2");
      assertThat(withoutPair("fewer_than_two_scored")).isOne();
    }
  }

  @Test
  void aRecordThatIsNoGroupGoesToTheDeadLetters() {
    try (TopologyTestDriver driver = driver(new BestWorst(0))) {
      // Given
      byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);

      // When
      send(driver, "k", poison);
      send(driver, EVENTS.request(0).getGroupId(), CODEC.encode(EVENTS.request(0)));
      send(driver, EVENTS.scoredGroup(0, 0, 1, 0));

      // Then
      List<DeadLetter> letters = read(driver, Topic.DEAD_LETTERS, DeadLetter.class);
      assertThat(letters)
          .extracting(DeadLetter::getErrorCode)
          .containsExactly(
              ErrorCode.UNDECODABLE_RECORD.name(), ErrorCode.UNDECODABLE_RECORD.name());
      assertThat(letters.getFirst().getValue()).isEqualTo(ByteBuffer.wrap(poison));
      assertThat(letters.getFirst().getOriginTopic()).isEqualTo(Topic.SCORED_GROUPS.of(RUN));
      assertThat(pairs(driver)).hasSize(1);
      assertThat(registry.get(PairMetrics.DEAD_LETTERS).counter().count()).isEqualTo(2);
    }
  }

  @Test
  void theSameGroupsGiveTheSameRecordsAgain() {
    List<byte[]> first = recordsOfThreeGroups();

    assertThat(first).hasSize(3);
    assertThat(recordsOfThreeGroups()).containsExactlyElementsOf(first);
  }

  private List<byte[]> recordsOfThreeGroups() {
    try (TopologyTestDriver driver = driver(new BestWorst(0))) {
      for (int number = 0; number < 3; number++) {
        send(driver, EVENTS.scoredGroup(number, 0, 0, 0.5, 1));
      }
      return records(driver, Topic.PREFERENCE_PAIRS).stream().map(TestRecord::value).toList();
    }
  }

  private TopologyTestDriver driver(PairRule rule) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, PairTopology.applicationId(RUN));
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    PairResources resources = new PairResources(RUN, rule, CODEC, metrics, 1 << 20);
    return new TopologyTestDriver(PairTopology.of(resources), config, RunFixture.START);
  }

  /** The group without the score of sample 1. */
  private static ScoredGroup unscore(ScoredGroup group, GroupStatus status) {
    ScoredTrace failed =
        ScoredTrace.newBuilder(group.getTraces().get(1))
            .setScore(null)
            .setReward(null)
            .setDropReason("addition: TIMEOUT")
            .build();
    return ScoredGroup.newBuilder(replace(group, 1, failed)).setStatus(status).build();
  }

  /** The group with only the first seven tokens of a sample. */
  private static ScoredGroup shorten(ScoredGroup group, int sample) {
    ScoredTrace traced = group.getTraces().get(sample);
    Trace shorter =
        Trace.newBuilder(traced.getTrace())
            .setTokens(traced.getTrace().getTokens().subList(0, 7))
            .build();
    return replace(group, sample, ScoredTrace.newBuilder(traced).setTrace(shorter).build());
  }

  private static ScoredGroup replace(ScoredGroup group, int sample, ScoredTrace trace) {
    List<ScoredTrace> traces = new ArrayList<>(group.getTraces());
    traces.set(sample, trace);
    return ScoredGroup.newBuilder(group).setTraces(traces).build();
  }

  private static void send(TopologyTestDriver driver, ScoredGroup group) {
    send(driver, group.getGroupId(), CODEC.encode(group));
  }

  private static void send(TopologyTestDriver driver, String key, byte[] value) {
    driver
        .createInputTopic(
            Topic.SCORED_GROUPS.of(RUN), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                key.getBytes(StandardCharsets.UTF_8), value, Instant.ofEpochSecond(9)));
  }

  private static List<PreferencePair> pairs(TopologyTestDriver driver) {
    return read(driver, Topic.PREFERENCE_PAIRS, PreferencePair.class);
  }

  private static <T extends SpecificRecord> List<T> read(
      TopologyTestDriver driver, Topic topic, Class<T> type) {
    return records(driver, topic).stream()
        .map(record -> CODEC.decode(record.value(), type))
        .toList();
  }

  private static List<TestRecord<String, byte[]>> records(TopologyTestDriver driver, Topic topic) {
    return driver
        .createOutputTopic(topic.of(RUN), new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private double withoutPair(String reason) {
    return registry.get(PairMetrics.GROUPS_WITHOUT_PAIR).tag("reason", reason).counter().count();
  }
}
