package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.reward.assembly.GroupAssembler;
import io.headrace.reward.assembly.GroupComposer;
import io.headrace.reward.assembly.GroupDecision.Assemble;
import io.headrace.reward.assembly.GroupDecision.Delete;
import io.headrace.reward.assembly.GroupDecision.Expire;
import io.headrace.reward.assembly.GroupDecision.Ignore;
import io.headrace.reward.assembly.GroupDecision.Keep;
import io.headrace.reward.assembly.GroupDecision.Reject;
import io.headrace.reward.assembly.GroupDecision.Wait;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.ReadProgress;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.ScoredGroup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assembles the groups of one partition: executes the decisions of {@link GroupAssembler} on the
 * store and the output. For the task's stream thread.
 */
final class PartitionAssembler {

  private final AssemblerResources resources;
  private final GroupAssembler assembler;
  private final GroupComposer composer;
  private final GroupStore store;
  private final AssemblerOutput output;
  private final int partition;
  private final GroupTimers timers = new GroupTimers();
  private final OpenGroupAges openGroups = new OpenGroupAges();
  private final Instant since;
  private Instant lastRecordAt;

  /** Creates an assembler with the groups in the store. */
  PartitionAssembler(
      AssemblerResources resources,
      GroupStore store,
      AssemblerOutput output,
      int partition,
      Instant now) {
    this.resources = resources;
    this.assembler = new GroupAssembler(resources.rules());
    this.composer = new GroupComposer(resources.rules());
    this.store = store;
    this.output = output;
    this.partition = partition;
    this.lastRecordAt = now;
    this.since = now;
    restore();
  }

  private void restore() {
    store.deleteLegacyTraces();
    List<Map.Entry<String, Instant>> open = new ArrayList<>();
    store.forEachState(
        (groupId, state) -> {
          timers.add(groupId, state.dueAt());
          if (state instanceof Open opened) {
            open.add(new AbstractMap.SimpleEntry<>(groupId, opened.openedAt()));
          }
        });
    open.sort(Map.Entry.comparingByValue());
    open.forEach(entry -> openGroups.add(entry.getKey(), entry.getValue()));
  }

  /** Processes a record. */
  void read(SourceRecord origin, Instant now) {
    lastRecordAt = now;
    try {
      apply(
          ReceivedEvent.of(resources.codec().decode(origin.bytes()), origin.offset()), origin, now);
    } catch (HeadraceException e) {
      output.deadLetter(origin, e.code(), String.valueOf(e.getMessage()), now);
    }
  }

  /** Checks the groups whose time is due. */
  void tick(Instant now, Instant logTime) {
    ReadProgress progress = new ReadProgress(now, logTime, lastRecordAt, since);
    for (String groupId : timers.removeDue(now)) {
      store.state(groupId).ifPresent(state -> check(groupId, state, progress));
    }
    resources.metrics().setOpenGroups(partition, openGroups);
  }

  private void apply(ReceivedEvent event, SourceRecord origin, Instant now) {
    String groupId = event.groupId();
    requireKey(origin, groupId);
    resources.metrics().countEvent(event.kind());
    Optional<GroupState> state = store.state(groupId);
    switch (event.decide(assembler, state, now)) {
      case Keep(Open next) -> keep(event, state, next, origin);
      case Assemble(Open last) -> {
        keep(event, state, last, origin);
        emit(groupId, last, now);
      }
      case Ignore(Ignore.Reason reason) -> resources.metrics().countIgnored(reason);
      case Reject(String problem) ->
          throw new HeadraceException(
              ErrorCode.INVALID_EVENT,
              "[group=%s] %s: %s".formatted(groupId, event.kind(), problem));
    }
  }

  private void keep(
      ReceivedEvent event, Optional<GroupState> before, Open next, SourceRecord origin) {
    event.keep(store, next, origin.bytes());
    if (before.isEmpty()) {
      openGroups.add(event.groupId(), next.openedAt());
    }
    if (before.isEmpty() || !before.get().dueAt().equals(next.dueAt())) {
      timers.add(event.groupId(), next.dueAt());
    }
  }

  private void emit(String groupId, Open last, Instant now) {
    GroupRequest request = store.request(groupId);
    ScoredGroup group =
        composer.compose(
            request,
            store.joinedTraces(groupId, last),
            last.traces().keySet(),
            last.abandonment(),
            now);
    byte[] encoded = resources.codec().encode(group);
    if (encoded.length > resources.maxEventBytes()) {
      group = GroupComposer.drop(request, tooLarge(encoded.length), now);
      encoded = resources.codec().encode(group);
    }
    output.writeGroup(group, encoded, GroupOutcomes.of(group, partition, last.traces()));
    close(groupId, last, now);
  }

  private void close(String groupId, Open last, Instant now) {
    Closed closed = assembler.closed(now);
    store.close(groupId, last, closed);
    timers.add(groupId, closed.dueAt());
    openGroups.remove(groupId);
  }

  private void check(String groupId, GroupState state, ReadProgress progress) {
    switch (assembler.time(state, progress)) {
      case Assemble(Open last) -> emit(groupId, last, progress.now());
      case Expire(Open last) -> expire(groupId, last, progress.now());
      case Delete() -> store.delete(groupId);
      case Wait(Instant until) -> timers.add(groupId, until);
    }
  }

  private void expire(String groupId, Open last, Instant now) {
    byte[] key = groupId.getBytes(StandardCharsets.UTF_8);
    String message =
        "[group=%s] no request of this group was received within %s"
            .formatted(groupId, resources.rules().requestWait());
    for (GroupStore.StoredEvent kept : store.storedEvents(groupId, last)) {
      String topic = kept.topic().of(resources.run());
      SourceRecord origin = new SourceRecord(topic, partition, kept.offset(), key, kept.value());
      output.deadLetter(origin, ErrorCode.GROUP_WITHOUT_REQUEST, message, now);
    }
    close(groupId, last, now);
  }

  private String tooLarge(int bytes) {
    return "the group has %d bytes, more than the maximum of %d for an event"
        .formatted(bytes, resources.maxEventBytes());
  }

  private static void requireKey(SourceRecord origin, String groupId) {
    if (!Arrays.equals(origin.key(), groupId.getBytes(StandardCharsets.UTF_8))) {
      throw new HeadraceException(
          ErrorCode.INVALID_EVENT, "the record's key is not its group, " + groupId);
    }
  }
}
