package io.headrace.reward.assembly;

import io.headrace.reward.assembly.GroupDecision.Assemble;
import io.headrace.reward.assembly.GroupDecision.Delete;
import io.headrace.reward.assembly.GroupDecision.Expire;
import io.headrace.reward.assembly.GroupDecision.Ignore;
import io.headrace.reward.assembly.GroupDecision.Ignore.Reason;
import io.headrace.reward.assembly.GroupDecision.Keep;
import io.headrace.reward.assembly.GroupDecision.OnEvent;
import io.headrace.reward.assembly.GroupDecision.OnTime;
import io.headrace.reward.assembly.GroupDecision.Reject;
import io.headrace.reward.assembly.GroupDecision.Wait;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WorkAbandoned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides when a group is complete. The events of a group may be received in any order and several
 * times; the first event of an id counts, and a group is emitted once.
 *
 * <p>Pure and immutable: the caller stores the state and the events, and executes the decision.
 */
public final class GroupAssembler {

  private final AssemblyRules rules;

  /** Creates an assembler with the given rules. */
  public GroupAssembler(AssemblyRules rules) {
    this.rules = rules;
  }

  /** Decides what to do with a request. */
  public OnEvent request(Optional<GroupState> state, GroupRequest request, Instant now) {
    return EventValidator.problem(request)
        .<OnEvent>map(Reject::new)
        .orElseGet(() -> whileOpen(state, now, open -> request(open, request)));
  }

  /** Decides what to do with a trace at the given offset of its partition. */
  public OnEvent trace(Optional<GroupState> state, Trace trace, long offset, Instant now) {
    return EventValidator.problem(trace)
        .<OnEvent>map(Reject::new)
        .orElseGet(() -> whileOpen(state, now, open -> trace(open, trace, offset)));
  }

  /** Decides what to do with a verdict. */
  public OnEvent verdict(Optional<GroupState> state, Verdict verdict, Instant now) {
    return EventValidator.problem(verdict)
        .<OnEvent>map(Reject::new)
        .orElseGet(() -> whileOpen(state, now, open -> verdict(open, EventValidator.key(verdict))));
  }

  /** Decides what to do with the abandonment of a request or a trace. */
  public OnEvent abandoned(Optional<GroupState> state, WorkAbandoned event, Instant now) {
    return whileOpen(state, now, open -> abandoned(open, event));
  }

  /** Decides what to do with a group at the given time. */
  public OnTime time(GroupState state, ReadProgress progress) {
    return switch (state) {
      case Closed(Instant dueAt) -> progress.now().isBefore(dueAt) ? new Wait(dueAt) : new Delete();
      case Open open -> deadline(open, progress);
    };
  }

  /** The state of a group that was emitted or expired. */
  public Closed closed(Instant now) {
    return new Closed(now.plus(rules.rememberClosed()));
  }

  /** The key of a verdict within its group; only for verdicts that were not rejected. */
  public static VerdictKey verdictKey(Verdict verdict) {
    return EventValidator.key(verdict);
  }

  private OnEvent whileOpen(
      Optional<GroupState> state, Instant now, Function<Open, OnEvent> decision) {
    GroupState current = state.orElseGet(() -> Open.empty(now, now.plus(rules.requestWait())));
    return switch (current) {
      case Closed closed -> new Ignore(Reason.LATE);
      case Open open -> decision.apply(open);
    };
  }

  private static OnEvent request(Open open, GroupRequest request) {
    return open.requirements().isPresent()
        ? new Ignore(Reason.DUPLICATE)
        : keep(open.with(GroupRequirements.of(request)));
  }

  private static OnEvent trace(Open open, Trace trace, long offset) {
    return open.traces().containsKey(trace.getSample())
        ? new Ignore(Reason.DUPLICATE)
        : keep(open.withTrace(trace.getSample(), offset));
  }

  private static OnEvent verdict(Open open, VerdictKey verdictKey) {
    if (open.verdictKeys().contains(verdictKey)) {
      return new Ignore(Reason.DUPLICATE);
    }
    Long offset = open.traces().get(verdictKey.sample());
    if (offset != null && !verdictKey.isOf(offset)) {
      return new Ignore(Reason.OTHER_TRACE);
    }
    return keep(open.with(verdictKey));
  }

  private static OnEvent abandoned(Open open, WorkAbandoned event) {
    Abandonment before = open.abandonment();
    Abandonment after =
        event.getTraceOffset() < 0
            ? before.ofRequest(event.getReason())
            : before.ofTrace(event.getTraceOffset(), event.getReason());
    return after.equals(before) ? new Ignore(Reason.DUPLICATE) : keep(open.with(after));
  }

  private static OnEvent keep(Open next) {
    return next.isComplete() ? new Assemble(next) : new Keep(next);
  }

  private OnTime deadline(Open open, ReadProgress progress) {
    Instant dueAt = open.requirements().isPresent() ? limit(open, progress) : open.dueAt();
    if (!progress.passed(dueAt, rules.quietPeriod())) {
      return new Wait(later(dueAt, progress.lastRecordAt().plus(rules.quietPeriod())));
    }
    return open.requirements().isPresent() ? new Assemble(open) : new Expire(open);
  }

  /**
   * Time in which no assembler ran does not count: after a start each group has its full time
   * again.
   */
  private static Instant limit(Open open, ReadProgress progress) {
    Duration allowed = Duration.between(open.openedAt(), open.dueAt());
    return later(open.dueAt(), progress.since().plus(allowed));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
