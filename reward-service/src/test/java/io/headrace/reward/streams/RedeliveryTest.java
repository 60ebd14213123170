package io.headrace.reward.streams;

import static io.headrace.reward.SampleEvents.GROUP_LIMIT;
import static io.headrace.reward.SampleEvents.SCORER;
import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.Purpose;
import io.headrace.schemas.ScoredGroup;
import io.headrace.schemas.VerdictStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any number and order of deliveries of a run's events gives the groups of a single delivery in
 * order: each group once, with the same traces, scores and rewards.
 */
class RedeliveryTest {

  private static final int GROUPS = 12;
  private static final List<VerdictStatus> FAILURES =
      List.of(VerdictStatus.TIMEOUT, VerdictStatus.ERROR, VerdictStatus.NOT_SCORED);
  private static final List<String> SCORERS = List.of(SCORER, "format");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void reorderedAndDuplicateEventsGiveTheSameGroups(long seed) {
    // Given
    Random random = new Random(seed);
    List<SpecificRecord> events = events(random);
    List<SpecificRecord> reordered = redelivered(events, random);

    // When
    Map<String, ScoredGroup> expected = assemble(events);
    Map<String, ScoredGroup> actual = assemble(reordered);

    // Then
    assertThat(expected).hasSize(GROUPS);
    assertThat(actual).isEqualTo(expected);
  }

  /** The events of a run in order, without some traces and verdicts, and with failed scorers. */
  private static List<SpecificRecord> events(Random random) {
    List<SpecificRecord> events = new ArrayList<>();
    for (int number = 0; number < GROUPS; number++) {
      String group = "t%d.e0.%d".formatted(number, number);
      int samples = 1 + random.nextInt(6);
      boolean lossy = random.nextBoolean();
      List<String> scorers = SCORERS.subList(0, 1 + random.nextInt(SCORERS.size()));
      events.add(
          request(
              group, samples, random.nextBoolean() ? Purpose.TRAIN : Purpose.EVALUATION, scorers));
      for (int sample = 0; sample < samples; sample++) {
        if (!lossy || random.nextInt(4) > 0) {
          events.add(trace(group, sample, samples, 1 + random.nextInt(20)));
        }
        for (String scorer : scorers) {
          if (!lossy || random.nextInt(4) > 0) {
            events.add(verdictKey(group, sample, scorer, random));
          }
        }
      }
    }
    return events;
  }

  private static SpecificRecord verdictKey(String group, int sample, String scorer, Random random) {
    VerdictStatus status =
        random.nextInt(5) == 0 ? FAILURES.get(random.nextInt(FAILURES.size())) : VerdictStatus.OK;
    var verdict = verdict(group, sample, scorer, status, random.nextInt(2));
    return (status == VerdictStatus.OK ? verdict : verdict.setScore(null)).build();
  }

  private static List<SpecificRecord> redelivered(List<SpecificRecord> events, Random random) {
    List<SpecificRecord> redelivered = new ArrayList<>();
    for (SpecificRecord event : events) {
      redelivered.addAll(Collections.nCopies(1 + random.nextInt(3), event));
    }
    Collections.shuffle(redelivered, random);
    return redelivered;
  }

  private static Map<String, ScoredGroup> assemble(List<SpecificRecord> events) {
    try (DrivenAssembler assembler = new DrivenAssembler()) {
      assembler.send(events);
      assembler.pass(GROUP_LIMIT);
      assembler.send(events);
      assembler.pass(GROUP_LIMIT);
      assertThat(assembler.deadLetters()).isEmpty();
      Map<String, ScoredGroup> groups = new TreeMap<>();
      List<ScoredGroup> emitted = new ArrayList<>(assembler.scoredGroups());
      emitted.addAll(assembler.evals());
      for (ScoredGroup group : emitted) {
        assertThat(groups.put(group.getGroupId(), group)).as("emitted twice").isNull();
      }
      return groups;
    }
  }
}
