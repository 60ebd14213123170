package io.headrace.reward;

import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static io.headrace.reward.SampleEvents.withLongDeadline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.reward.streams.PairMetrics;
import io.headrace.schemas.PreferencePair;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PreferencePairsIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final EventCodec CODEC = EventCodec.released();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void eachGroupGivesItsPairOnceAlsoAfterARestart() {
    // Given groups that were assembled without a rule, and some with one
    String run = BROKER.newRun();
    try (RunningAssembler assembler = start(run, "none")) {
      groups("a", 4).forEach(group -> complete(assembler, group));
      awaitGroups(assembler, 4);
    }
    try (RunningAssembler assembler = start(run, "best-worst")) {
      groups("b", 4).forEach(group -> complete(assembler, group));
      awaitPairs(assembler, 8);
      await().atMost(LIMIT).until(() -> assembler.service.status().ready());
      assertThat(assembler.service.status().metrics()).containsKey(PairMetrics.PAIRS);
    }

    // When the service starts again
    try (RunningAssembler assembler = start(run, "best-worst")) {
      groups("c", 4).forEach(group -> complete(assembler, group));
      List<PreferencePair> pairs = awaitPairs(assembler, 12);

      // Then
      assertThat(pairs)
          .extracting(PreferencePair::getPairId)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of("a", "b", "c")
                  .flatMap(name -> groups(name, 4).stream())
                  .map(group -> "best-worst/" + group + "#1>0")
                  .toList());
      assertThat(pairs)
          .extracting(PreferencePair::getGroupOffset)
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void withoutARuleThereIsNoConsumerGroupAndNoPair() throws Exception {
    String run = BROKER.newRun();
    try (RunningAssembler assembler = start(run, "none");
        Admin admin = new KafkaClients(BROKER.bootstrapServers(), Map.of(), CODEC).admin()) {
      // When
      complete(assembler, "t.e0.0");
      awaitGroups(assembler, 1);

      // Then
      assertThat(admin.listGroups().all().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .extracting(group -> group.groupId())
          .contains(run + ".assembler")
          .doesNotContain(run + ".preference-pairs");
      assertThat(assembler.service.status().metrics()).doesNotContainKey(PairMetrics.PAIRS);
    }
  }

  private RunningAssembler start(String run, String rule) {
    return new RunningAssembler(
        BROKER.bootstrapServers(), run, folder, List.of("preferences.rule=" + rule));
  }

  /** Sends a group whose second sample is correct. */
  private static void complete(RunningAssembler assembler, String group) {
    assembler.send(withLongDeadline(request(group, 2)));
    assembler.send(trace(group, 0, 2), trace(group, 1, 2));
    assembler.send(verdict(group, 0, 0), verdict(group, 1, 1));
  }

  private static List<String> groups(String name, int count) {
    return IntStream.range(0, count).mapToObj(number -> name + ".e0." + number).toList();
  }

  private static void awaitGroups(RunningAssembler assembler, int count) {
    try (TopicReader<ScoredGroup> reader =
        BROKER.read(
            Topic.SCORED_GROUPS.of(assembler.run),
            bytes -> CODEC.decode(bytes, ScoredGroup.class))) {
      assertThat(reader.atLeast(count, LIMIT)).hasSize(count);
    }
  }

  private static List<PreferencePair> awaitPairs(RunningAssembler assembler, int count) {
    try (TopicReader<PreferencePair> reader =
        BROKER.read(
            Topic.PREFERENCE_PAIRS.of(assembler.run),
            bytes -> CODEC.decode(bytes, PreferencePair.class))) {
      return reader.atLeast(count, LIMIT);
    }
  }
}
