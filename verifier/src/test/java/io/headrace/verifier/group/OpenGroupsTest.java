package io.headrace.verifier.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.verifier.scorer.ScorerInput;
import io.headrace.verifier.scoring.GroupMember;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OpenGroupsTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PARTITION = 3;

  private final OpenGroups groups = new OpenGroups(new GroupLimits(4, 100, TIMEOUT));
  private long offset = 20;

  @Test
  void aPartitionIsDoneUpToTheFirstTraceOfItsOldestOpenGroup() {
    // Given a group whose traces lie around those of another
    add("a", 0);
    add("b", 0);
    add("b", 1);
    add("a", 1);
    assertThat(groups.firstOffset(PARTITION)).hasValue(20);
    assertThat(groups.firstOffset(PARTITION + 1)).isEmpty();

    // When / Then a group is done once the verdicts of all of its traces are in the log
    groups.confirm("a");
    assertThat(groups.firstOffset(PARTITION)).hasValue(20);
    groups.confirm("a");
    assertThat(groups.firstOffset(PARTITION)).hasValue(21);
    groups.confirm("b");
    groups.confirm("b");
    assertThat(groups.firstOffset(PARTITION)).isEmpty();
  }

  @Test
  void aTraceAfterItsGroupIsCompleteIsTooLateButItsOffsetIsKept() {
    assertThat(add("a", 0)).isTrue();
    assertThat(add("a", 1)).isTrue();
    assertThat(add("a", 1)).isFalse();
    for (int i = 0; i < 3; i++) {
      groups.confirm("a");
    }
    assertThat(add("a", 0)).isFalse();
    assertThat(groups.firstOffset(PARTITION)).hasValue(23);
  }

  @Test
  void anIncompleteGroupEndsOnceItsNextTraceDidNotComeInTimeAndThePartitionIsReadToItsEnd() {
    // Given an incomplete group and a complete one
    add("a", 0);
    add("b", 0);
    add("b", 1);

    // When / Then
    assertThat(groups.endOverdue(START.plus(TIMEOUT).minusMillis(1), _ -> true)).isEmpty();
    assertThat(groups.endOverdue(START.plus(TIMEOUT), _ -> false)).isEmpty();
    assertThat(groups.endOverdue(START.plus(TIMEOUT), partition -> partition == PARTITION))
        .containsExactly("a");
    assertThat(groups.endOverdue(START.plus(TIMEOUT), _ -> true)).isEmpty();
    assertThat(add("a", 1)).isFalse();
  }

  @Test
  void theOldestIncompleteGroupsEndWhileTooManyTracesOrCharactersWait() {
    // Given one trace more than allowed in incomplete groups, and a complete group before them
    add("complete", 0);
    add("complete", 1);
    for (String id : new String[] {"a", "b", "c", "d"}) {
      add(id, 0);
    }
    assertThat(groups.endExcess()).isEmpty();
    add("e", 0);
    assertThat(groups.endExcess()).containsExactly("a");

    // When a long response comes
    groups.add(PARTITION, offset++, member("f", 0, "x".repeat(100)), START);

    // Then as many groups end as are needed to hold it
    assertThat(groups.endExcess()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void nothingFurtherIsReadWhileTwiceAsMuchWaitsForVerdicts() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      add(id, 0);
      add(id, 1);
    }
    assertThat(groups.isFull()).isFalse();
    add("e", 0);
    assertThat(groups.isFull()).isTrue();
    groups.confirm("a");
    assertThat(groups.isFull()).isFalse();
  }

  @Test
  void afterClearingEveryTraceIsReadAsIfForTheFirstTime() {
    add("a", 0);
    assertThat(groups.isVerdictAwaited()).isFalse();
    add("a", 1);
    assertThat(groups.isVerdictAwaited()).isTrue();
    groups.confirm("a");
    groups.confirm("a");

    groups.clear();

    assertThat(add("a", 0)).isTrue();
  }

  private boolean add(String group, int sample) {
    return groups.add(PARTITION, offset++, member(group, sample, "one"), START);
  }

  private static GroupMember member(String group, int sample, String response) {
    return new GroupMember(group, 2, sample, new ScorerInput("prompt", "gold", response));
  }
}
