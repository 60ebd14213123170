package io.headrace.reward.assembly;

import static io.headrace.reward.SampleEvents.GROUP_LIMIT;
import static io.headrace.reward.SampleEvents.SCORER;
import static io.headrace.reward.SampleEvents.START;
import static io.headrace.reward.SampleEvents.request;
import static io.headrace.reward.SampleEvents.trace;
import static io.headrace.reward.SampleEvents.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.reward.assembly.GroupDecision.Assemble;
import io.headrace.reward.assembly.GroupDecision.Delete;
import io.headrace.reward.assembly.GroupDecision.Expire;
import io.headrace.reward.assembly.GroupDecision.Ignore;
import io.headrace.reward.assembly.GroupDecision.Ignore.Reason;
import io.headrace.reward.assembly.GroupDecision.Keep;
import io.headrace.reward.assembly.GroupDecision.Reject;
import io.headrace.reward.assembly.GroupDecision.Wait;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.VerdictStatus;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.testkit.ProgressFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupAssemblerTest {

  private static final String GROUP = "t.e1.7";
  private static final Instant DEADLINE = START.plus(GROUP_LIMIT);

  private final GroupAssembler assembler = new GroupAssembler(AssemblyRules.DEFAULT);

  @Test
  void theLastMissingEventCompletesTheGroup() {
    // Given
    Open open = opened(2);
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 2), 10, START));
    open = stored(assembler.verdict(Optional.of(open), verdict(GROUP, 0, 1), START));
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 1, 2), 11, START));

    // When
    GroupDecision decision = assembler.verdict(Optional.of(open), verdict(GROUP, 1, 0), START);

    // Then
    assertThat(decision).isInstanceOf(Assemble.class);
  }

  @Test
  void aRequestReceivedLastCompletesTheGroup() {
    // Given
    Open open = stored(assembler.verdict(Optional.empty(), verdict(GROUP, 0, 1), START));
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 1), 10, START));

    // When
    GroupDecision decision = assembler.request(Optional.of(open), request(GROUP, 1), START);

    // Then
    assertThat(decision).isInstanceOf(Assemble.class);
  }

  @Test
  void aVerdictOfEveryScorerIsRequired() {
    // Given
    var both = request(GROUP, 1, Purpose.TRAIN, List.of(SCORER, "format"));
    Open open = stored(assembler.request(Optional.empty(), both, START));
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 1), 10, START));
    open = stored(assembler.verdict(Optional.of(open), verdict(GROUP, 0, 1), START));
    Verdict second = verdict(GROUP, 0, "format", VerdictStatus.OK, 1).build();

    // When
    GroupDecision decision = assembler.verdict(Optional.of(open), second, START);

    // Then
    assertThat(decision).isInstanceOf(Assemble.class);
  }

  @Test
  void theFirstEventOfAnIdCounts() {
    // Given
    Open open = opened(2);
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 2), 10, START));
    open = stored(assembler.verdict(Optional.of(open), verdict(GROUP, 0, 1), START));
    Optional<GroupState> state = Optional.of(open);

    // Then
    Ignore duplicate = new Ignore(Reason.DUPLICATE);
    assertThat(assembler.request(state, request(GROUP, 3), START)).isEqualTo(duplicate);
    assertThat(assembler.trace(state, trace(GROUP, 0, 2), 99, START)).isEqualTo(duplicate);
    assertThat(assembler.verdict(state, verdict(GROUP, 0, 0), START)).isEqualTo(duplicate);
  }

  @Test
  void aVerdictOnTheSecondTraceOfAnIdIsNotJoinedToTheFirst() {
    // Given
    Open open = opened(1);
    open = stored(assembler.verdict(Optional.of(open), verdictOn(11, 0), START));
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 1), 10, START));

    // Then
    assertThat(assembler.verdict(Optional.of(open), verdictOn(12, 0), START))
        .isEqualTo(new Ignore(Reason.OTHER_TRACE));
    assertThat(assembler.verdict(Optional.of(open), verdictOn(10, 1), START))
        .isInstanceOf(Assemble.class);
  }

  @Test
  void eventsAfterTheGroupWasEmittedAreLate() {
    // Given
    Optional<GroupState> closed = Optional.of(assembler.closed(START));

    // Then
    Ignore late = new Ignore(Reason.LATE);
    assertThat(assembler.request(closed, request(GROUP, 1), START)).isEqualTo(late);
    assertThat(assembler.trace(closed, trace(GROUP, 0, 1), 1, START)).isEqualTo(late);
    assertThat(assembler.verdict(closed, verdict(GROUP, 0, 1), START)).isEqualTo(late);
  }

  @Test
  void aGroupIsAssembledAtItsDeadline() {
    // Given
    Open open = opened(2);

    // Then
    assertThat(assembler.time(open, progressAt(DEADLINE.minusMillis(1)))).isInstanceOf(Wait.class);
    assertThat(assembler.time(open, progressAt(DEADLINE))).isEqualTo(new Assemble(open));
  }

  @Test
  void aDeadlinePassesWhenTheLogWasReadUpToIt() {
    // Given
    Open open = opened(2);
    Instant now = DEADLINE.plusSeconds(600);
    ReadProgress busy = new ReadProgress(now, DEADLINE.minusSeconds(5), now.minusMillis(10), START);
    ReadProgress silent =
        new ReadProgress(now, DEADLINE.minusSeconds(5), now.minusSeconds(1), START);

    // Then
    assertThat(assembler.time(open, busy)).isEqualTo(new Wait(now.plusMillis(990)));
    assertThat(assembler.time(open, silent)).isEqualTo(new Assemble(open));
  }

  @Test
  void timeWithoutARunningAssemblerDoesNotCountForTheDeadline() {
    // Given a group, and an assembler that was started long after its deadline
    Open open = opened(2);
    Instant started = DEADLINE.plus(Duration.ofHours(3));
    Instant due = started.plus(GROUP_LIMIT);

    // Then the group has its full time again
    ReadProgress before = new ReadProgress(due.minusMillis(1), due, due.minusMillis(1), started);
    assertThat(assembler.time(open, before)).isInstanceOf(Wait.class);
    assertThat(assembler.time(open, new ReadProgress(due, due, due, started)))
        .isEqualTo(new Assemble(open));
  }

  @Test
  void anAbandonedRequestCompletesItsGroupOnceTheReceivedTracesAreScored() {
    // Given one of three traces, without a verdict
    Open open = opened(3);
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 3), 10, START));
    open = stored(assembler.abandoned(Optional.of(open), abandoned(-1), START));

    // When its verdict is received
    GroupDecision decision = assembler.verdict(Optional.of(open), verdict(GROUP, 0, 1), START);

    // Then the group is complete
    assertThat(decision).isInstanceOf(Assemble.class);
    assertThat(assembler.abandoned(Optional.of(open), abandoned(-1), START))
        .isEqualTo(new Ignore(Reason.DUPLICATE));
  }

  @Test
  void anAbandonedRequestWithoutTracesCompletesItsGroupAtOnceInAnyOrder() {
    assertThat(assembler.abandoned(Optional.of(opened(2)), abandoned(-1), START))
        .isInstanceOf(Assemble.class);
    Open early = stored(assembler.abandoned(Optional.empty(), abandoned(-1), START));
    assertThat(assembler.request(Optional.of(early), request(GROUP, 2), START))
        .isInstanceOf(Assemble.class);
  }

  @Test
  void anAbandonedTraceNeedsNoVerdictAndTheOthersDo() {
    // Given two traces of which the second is abandoned
    Open open = opened(2);
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 0, 2), 10, START));
    open = stored(assembler.trace(Optional.of(open), trace(GROUP, 1, 2), 11, START));
    open = stored(assembler.abandoned(Optional.of(open), abandoned(11), START));

    // Then the group waits for the verdict of the first
    assertThat(assembler.verdict(Optional.of(open), verdict(GROUP, 0, 1), START))
        .isInstanceOf(Assemble.class);
  }

  private static WorkAbandoned abandoned(long traceOffset) {
    return WorkAbandoned.newBuilder(new ProgressFixture("demo").abandoned(GROUP, "too long"))
        .setTraceOffset(traceOffset)
        .build();
  }

  @Test
  void aGroupWithoutARequestExpires() {
    // Given
    Open open = stored(assembler.trace(Optional.empty(), trace(GROUP, 0, 1), 10, START));
    Duration requestWait = AssemblyRules.DEFAULT.requestWait();

    // Then
    assertThat(assembler.time(open, progressAt(START.plus(requestWait).minusMillis(1))))
        .isInstanceOf(Wait.class);
    assertThat(assembler.time(open, progressAt(START.plus(requestWait))))
        .isEqualTo(new Expire(open));
  }

  @Test
  void theStateOfAnEmittedGroupIsDeletedAfterAWhile() {
    // Given
    Closed closed = assembler.closed(START);

    // Then
    assertThat(assembler.time(closed, progressAt(closed.dueAt().minusMillis(1))))
        .isEqualTo(new Wait(closed.dueAt()));
    assertThat(assembler.time(closed, progressAt(closed.dueAt()))).isEqualTo(new Delete());
  }

  @Test
  void invalidEventsAreRejectedWithTheReason() {
    Verdict otherTrace =
        verdict(GROUP, 0, SCORER, VerdictStatus.OK, 1).setTraceId("other#0").build();
    Verdict tooMuch = verdict(GROUP, 0, SCORER, VerdictStatus.OK, 1.5).build();
    Verdict scoredFailure = verdict(GROUP, 0, SCORER, VerdictStatus.TIMEOUT, 0).build();

    assertRejected(assembler.request(Optional.empty(), request(GROUP, 0), START), "has 0 samples");
    assertRejected(
        assembler.request(Optional.empty(), request(GROUP, 1, Purpose.TRAIN, List.of()), START),
        "has no scorer");
    assertRejected(
        assembler.trace(Optional.empty(), trace(GROUP, 2, 2), 0, START), "outside of 0 to 1");
    assertRejected(
        assembler.verdict(Optional.empty(), otherTrace, START), "expected t.e1.7#SAMPLE");
    assertRejected(assembler.verdict(Optional.empty(), tooMuch, START), "expected 0 to 1");
    assertRejected(assembler.verdict(Optional.empty(), scoredFailure, START), "has no score");
  }

  private Open opened(int samples) {
    return stored(assembler.request(Optional.empty(), request(GROUP, samples), START));
  }

  private static Verdict verdictOn(long offset, double score) {
    return verdict(GROUP, 0, SCORER, VerdictStatus.OK, score).setTraceOffset(offset).build();
  }

  private static ReadProgress progressAt(Instant now) {
    return new ReadProgress(now, now, now, START);
  }

  private static Open stored(GroupDecision decision) {
    assertThat(decision).isInstanceOf(Keep.class);
    return ((Keep) decision).next();
  }

  private static void assertRejected(GroupDecision decision, String problem) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Reject.class, rejected -> assertThat(rejected.problem()).contains(problem));
  }
}
