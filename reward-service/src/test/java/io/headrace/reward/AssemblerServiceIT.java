package io.headrace.reward;

import static io.headrace.reward.SampleEvents.SCORER;
import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static io.headrace.reward.SampleEvents.withLongDeadline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.reward.streams.AssemblerMetrics;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupStatus;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AssemblerServiceIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private static final EventCodec CODEC = EventCodec.released();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String GROUP = "t.e0.1";

  @TempDir Path folder;

  @Test
  void groupsReachTheirTopicsAndAnUndecodableRecordDoesNotStopTheAssembler() {
    try (RunningAssembler assembler = start(BROKER.newRun())) {
      // Given
      byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
      assembler.sendBytes(Topic.TRACES, GROUP, poison);

      // When
      assembler.send(withLongDeadline(request(GROUP, 1)), trace(GROUP, 0, 1), verdict(GROUP, 0, 1));
      String heldOut = "h.e0.2";
      assembler.send(
          withLongDeadline(request(heldOut, 1, Purpose.EVALUATION, List.of(SCORER))),
          verdict(heldOut, 0, 0),
          trace(heldOut, 0, 1));

      // Then
      assertThat(first(assembler, Topic.SCORED_GROUPS, ScoredGroup.class).getGroupId())
          .isEqualTo(GROUP);
      assertThat(first(assembler, Topic.EVALS, ScoredGroup.class).getGroupId()).isEqualTo(heldOut);
      DeadLetter letter = first(assembler, Topic.DEAD_LETTERS, DeadLetter.class);
      assertThat(letter.getValue().array()).isEqualTo(poison);
      await().atMost(LIMIT).until(() -> assembler.service.status().ready());
    }
  }

  @Test
  void aRestartKeepsEarlierEventsAndEmitsNoGroupTwice() {
    // Given
    String run = BROKER.newRun();
    try (RunningAssembler assembler = start(run)) {
      assembler.send(withLongDeadline(request(GROUP, 1)), trace(GROUP, 0, 1));
      awaitOpenGroups(assembler, 1);
    }

    // When
    try (RunningAssembler assembler = start(run)) {
      awaitOpenGroups(assembler, 1);
      assembler.send(verdict(GROUP, 0, 1));
      first(assembler, Topic.SCORED_GROUPS, ScoredGroup.class);
    }
    try (RunningAssembler assembler = start(run)) {
      assembler.send(withLongDeadline(request(GROUP, 1)), trace(GROUP, 0, 1), verdict(GROUP, 0, 1));
      String last = "last.e0.2";
      for (int partition = 0; partition < 8; partition++) {
        String group = last + partition;
        assembler.send(
            withLongDeadline(request(group, 1)), trace(group, 0, 1), verdict(group, 0, 1));
      }

      // Then
      try (TopicReader<ScoredGroup> reader =
          reader(assembler, Topic.SCORED_GROUPS, ScoredGroup.class)) {
        List<ScoredGroup> groups = reader.until(read -> read.size() >= 9, LIMIT);
        assertThat(groups).extracting(ScoredGroup::getStatus).containsOnly(GroupStatus.COMPLETE);
        assertThat(groups).extracting(ScoredGroup::getGroupId).containsOnlyOnce(GROUP);
      }
    }
  }

  @Test
  void lostStoresAreRestoredFromTheChangelogs() {
    // Given a group that waits for its verdict
    String run = BROKER.newRun();
    try (RunningAssembler assembler = start(run, folder.resolve("lost"))) {
      assembler.send(withLongDeadline(request(GROUP, 1)), trace(GROUP, 0, 1));
      awaitOpenGroups(assembler, 1);
    }

    // When the assembler starts without its folder
    try (RunningAssembler assembler = start(run, folder.resolve("empty"))) {
      assembler.send(verdict(GROUP, 0, 1));

      // Then the group is complete
      ScoredGroup group = first(assembler, Topic.SCORED_GROUPS, ScoredGroup.class);
      assertThat(group.getStatus()).isEqualTo(GroupStatus.COMPLETE);
    }
  }

  @Test
  void twoInstancesShareTheGroupsAndEmitNoGroupTwice() {
    // Given an instance with open groups in all partitions
    String run = BROKER.newRun();
    List<String> first = groups("a", 12);
    List<String> second = groups("b", 12);
    try (RunningAssembler one = start(run, folder.resolve("one"))) {
      first.forEach(group -> one.send(withLongDeadline(request(group, 1)), trace(group, 0, 1)));
      awaitOpenGroups(one, 12);

      // When another joins, everything is delivered again, and the first leaves
      try (RunningAssembler other = start(run, folder.resolve("two"))) {
        first.forEach(group -> one.send(verdict(group, 0, 1)));
        awaitGroups(other, 12);
        first.forEach(group -> one.send(trace(group, 0, 1), verdict(group, 0, 1)));
        one.service.close();
        second.forEach(
            group ->
                other.send(
                    withLongDeadline(request(group, 1)), trace(group, 0, 1), verdict(group, 0, 1)));

        // Then every group is emitted once and complete
        List<ScoredGroup> all = awaitGroups(other, 24);
        assertThat(all).extracting(ScoredGroup::getStatus).containsOnly(GroupStatus.COMPLETE);
        assertThat(all)
            .extracting(ScoredGroup::getGroupId)
            .containsExactlyInAnyOrderElementsOf(
                Stream.concat(first.stream(), second.stream()).toList());
      }
    }
  }

  @Test
  void missingTopicsAreReportedBeforeTheStart() {
    // Given
    String run = BROKER.newRun();
    try (RunningAssembler assembler = start(run);
        Admin admin =
            new KafkaClients(BROKER.bootstrapServers(), java.util.Map.of(), CODEC).admin()) {
      assembler.service.close();
      assertThat(assembler.service.status().state()).isEqualTo(ServiceState.STOPPED);
      String verdicts = Topic.VERDICTS.of(run);
      assertThat(admin.deleteTopics(List.of(verdicts)).all()).succeedsWithin(LIMIT);
      await()
          .atMost(LIMIT)
          .until(() -> !admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(verdicts));

      // Then
      assertThatThrownBy(assembler::startAnother)
          .hasMessageContaining("[topic=%s.verdicts] the topic does not exist".formatted(run));
    }
  }

  private RunningAssembler start(String run) {
    return start(run, folder);
  }

  private static RunningAssembler start(String run, Path folder) {
    return new RunningAssembler(BROKER.bootstrapServers(), run, folder);
  }

  private static List<String> groups(String name, int count) {
    return IntStream.range(0, count).mapToObj(number -> name + ".e0." + number).toList();
  }

  private static List<ScoredGroup> awaitGroups(RunningAssembler assembler, int count) {
    try (TopicReader<ScoredGroup> reader =
        reader(assembler, Topic.SCORED_GROUPS, ScoredGroup.class)) {
      return reader.atLeast(count, LIMIT);
    }
  }

  private static void awaitOpenGroups(RunningAssembler assembler, double groups) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                assembler.service.status().metrics().getOrDefault(AssemblerMetrics.OPEN_GROUPS, 0.0)
                    == groups);
  }

  private static <T extends SpecificRecord> T first(
      RunningAssembler assembler, Topic topic, Class<T> type) {
    try (TopicReader<T> reader = reader(assembler, topic, type)) {
      return reader.until(read -> !read.isEmpty(), LIMIT).getFirst();
    }
  }

  private static <T extends SpecificRecord> TopicReader<T> reader(
      RunningAssembler assembler, Topic topic, Class<T> type) {
    return BROKER.read(topic.of(assembler.run), bytes -> CODEC.decode(bytes, type));
  }
}
