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

/** A received event of a group. */
sealed interface ReceivedEvent {

  /** The group it belongs to. */
  String groupId();

  /** Stores the event and the next state of its group. */
  void keep(GroupStore store, Open next, byte[] bytes);

  /** The kind of event, as in the metrics' tag. */
  String kind();

  /** Decides what to do with the event. */
  OnEvent decide(GroupAssembler assembler, Optional<GroupState> state, Instant now);

  /**
   * Wraps an event of a group.
   *
   * @throws HeadraceException INVALID_EVENT when the event does not belong to a group
   */
  static ReceivedEvent of(SpecificRecord event, long offset) {
    return switch (event) {
      case GroupRequest request -> new ReceivedRequest(request);
      case Trace trace -> new ReceivedTrace(trace, offset);
      case Verdict verdict -> new ReceivedVerdict(verdict);
      case WorkAbandoned abandoned -> new ReceivedAbandonment(abandoned);
      default ->
          throw new HeadraceException(
              ErrorCode.INVALID_EVENT,
              "expected a GroupRequest, Trace, Verdict or WorkAbandoned, found a "
                  + event.getClass().getSimpleName());
    };
  }

  /** The request of a group. */
  record ReceivedRequest(GroupRequest request) implements ReceivedEvent {

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
  record ReceivedTrace(Trace trace, long offset) implements ReceivedEvent {

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
  record ReceivedVerdict(Verdict verdict) implements ReceivedEvent {

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

  /** The abandonment of a request or a trace. */
  record ReceivedAbandonment(WorkAbandoned event) implements ReceivedEvent {

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
