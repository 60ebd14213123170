package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.reward.assembly.GroupAssembler;
import io.headrace.reward.assembly.GroupDecision.OnEvent;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.WorkAbandoned;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** An event of a group, as it came. */
sealed interface ArrivedEvent {

  /** The group it belongs to. */
  String groupId();

  /** Keeps it, and the state that follows from it. */
  void keep(GroupStore store, Open next, byte[] bytes);

  /** Its kind, as the metrics tag it. */
  String kind();

  /** Asks what to do with it. */
  OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now);

  /**
   * The event in a record.
   *
   * @throws HeadraceException INVALID_EVENT when it is none of a group
   */
  static ArrivedEvent of(SpecificRecord event, long offset) {
    return switch (event) {
      case GroupRequest request -> new Asked(request);
      case Trace trace -> new Sampled(trace, offset);
      case Verdict verdict -> new Judged(verdict);
      case WorkAbandoned abandoned -> new Abandoned(abandoned);
      default ->
          throw new HeadraceException(
              ErrorCode.INVALID_EVENT,
              "expected a GroupRequest, Trace, Verdict or WorkAbandoned, found a "
                  + event.getClass().getSimpleName());
    };
  }

  /** The request of a group. */
  record Asked(GroupRequest request) implements ArrivedEvent {

    @Override
    public String groupId() {
      return request.getGroupId();
    }

    @Override
    public void keep(GroupStore store, Open next, byte[] bytes) {
      store.keep(groupId(), next, GroupStore.requestKey(groupId()), bytes);
    }

    @Override
    public String kind() {
      return "request";
    }

    @Override
    public OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now) {
      return assembler.request(state, request, now);
    }
  }

  /** A trace, with its offset. */
  record Sampled(Trace trace, long offset) implements ArrivedEvent {

    @Override
    public String groupId() {
      return trace.getGroupId();
    }

    @Override
    public void keep(GroupStore store, Open next, byte[] bytes) {
      store.keepTrace(groupId(), next, offset, bytes);
    }

    @Override
    public String kind() {
      return "trace";
    }

    @Override
    public OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now) {
      return assembler.trace(state, trace, offset, now);
    }
  }

  /** A verdict. */
  record Judged(Verdict verdict) implements ArrivedEvent {

    @Override
    public String groupId() {
      return verdict.getGroupId();
    }

    @Override
    public void keep(GroupStore store, Open next, byte[] bytes) {
      String key = GroupStore.verdictKey(groupId(), GroupAssembler.verdictKey(verdict));
      store.keep(groupId(), next, key, bytes);
    }

    @Override
    public String kind() {
      return "verdict";
    }

    @Override
    public OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now) {
      return assembler.verdict(state, verdict, now);
    }
  }

  /** A request or a trace that nobody works on any more. */
  record Abandoned(WorkAbandoned event) implements ArrivedEvent {

    @Override
    public String groupId() {
      return event.getGroupId();
    }

    @Override
    public void keep(GroupStore store, Open next, byte[] bytes) {
      store.keep(groupId(), next);
    }

    @Override
    public String kind() {
      return "abandonment";
    }

    @Override
    public OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now) {
      return assembler.abandoned(state, event, now);
    }
  }
}
