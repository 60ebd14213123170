package io.headrace.reward.streams;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.GroupOutcomes;
import io.headrace.reward.assembly.GroupAssembler;
import io.headrace.reward.assembly.GroupComposer;
import io.headrace.reward.assembly.GroupDecision.Assemble;
import io.headrace.reward.assembly.GroupDecision.Forget;
import io.headrace.reward.assembly.GroupDecision.GiveUp;
import io.headrace.reward.assembly.GroupDecision.Ignore;
import io.headrace.reward.assembly.GroupDecision.Keep;
import io.headrace.reward.assembly.GroupDecision.Refuse;
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
 * Assembles the groups of one partition: asks {@link GroupAssembler} what to do with an event and
 * does it to the store and the output. For the task's stream thread.
 */
final class PartitionAssembler {

  private final AssemblerPlan plan;
  private final GroupAssembler assembler;
  private final GroupComposer composer;
  private final GroupStore store;
  private final AssemblerOutput output;
  private final int partition;
  private final GroupTimers timetable = new GroupTimers();
  private final OpenGroups openGroups = new OpenGroups();
  private final Instant since;
  private Instant lastRecordAt;

  /** Takes up the groups that the store holds. */
  PartitionAssembler(
      AssemblerPlan plan, GroupStore store, AssemblerOutput output, int partition, Instant now) {
    this.plan = plan;
    this.assembler = new GroupAssembler(plan.rules());
    this.composer = new GroupComposer(plan.rules());
    this.store = store;
    this.output = output;
    this.partition = partition;
    this.lastRecordAt = now;
    this.since = now;
    takeUp();
  }

  private void takeUp() {
    store.deleteOldTraces();
    List<Map.Entry<String, Instant>> open = new ArrayList<>();
    store.forEachState(
        (groupId, state) -> {
          timetable.add(groupId, state.dueAt());
          if (state instanceof Open gathering) {
            open.add(new AbstractMap.SimpleEntry<>(groupId, gathering.openedAt()));
          }
        });
    open.sort(Map.Entry.comparingByValue());
    open.forEach(entry -> openGroups.add(entry.getKey(), entry.getValue()));
  }

  /** Takes in one record. */
  void read(SourceRecord origin, Instant now) {
    lastRecordAt = now;
    try {
      apply(ArrivedEvent.of(plan.codec().decode(origin.bytes()), origin.offset()), origin, now);
    } catch (HeadraceException e) {
      output.deadLetter(origin, e.code(), String.valueOf(e.getMessage()), now);
    }
  }

  /** Looks at the groups whose time has come. */
  void tick(Instant now, Instant logTime) {
    ReadProgress progress = new ReadProgress(now, logTime, lastRecordAt, since);
    for (String groupId : timetable.take(now)) {
      store.state(groupId).ifPresent(state -> look(groupId, state, progress));
    }
    plan.metrics().gathering(partition, openGroups);
  }

  private void apply(ArrivedEvent event, SourceRecord origin, Instant now) {
    String groupId = event.groupId();
    requireKey(origin, groupId);
    plan.metrics().read(event.kind());
    Optional<GroupState> state = store.state(groupId);
    switch (event.decide(assembler, state, now)) {
      case Keep(Open next) -> keep(event, state, next, origin);
      case Assemble(Open last) -> {
        keep(event, state, last, origin);
        emit(groupId, last, now);
      }
      case Ignore(Ignore.Reason reason) -> plan.metrics().ignored(reason);
      case Refuse(String problem) ->
          throw new HeadraceException(
              ErrorCode.INVALID_EVENT,
              "[group=%s] %s: %s".formatted(groupId, event.kind(), problem));
    }
  }

  private void keep(
      ArrivedEvent event, Optional<GroupState> before, Open next, SourceRecord origin) {
    event.keep(store, next, origin.bytes());
    if (before.isEmpty()) {
      openGroups.add(event.groupId(), next.openedAt());
    }
    if (before.isEmpty() || !before.get().dueAt().equals(next.dueAt())) {
      timetable.add(event.groupId(), next.dueAt());
    }
  }

  private void emit(String groupId, Open last, Instant now) {
    GroupRequest request = store.request(groupId);
    ScoredGroup group =
        composer.compose(
            request,
            store.gathered(groupId, last),
            last.traces().keySet(),
            last.abandonment(),
            now);
    byte[] encoded = plan.codec().encode(group);
    if (encoded.length > plan.maxEventBytes()) {
      group = GroupComposer.drop(request, tooLarge(encoded.length), now);
      encoded = plan.codec().encode(group);
    }
    output.group(group, encoded, GroupOutcomes.of(group, partition, last.traces()));
    close(groupId, last, now);
  }

  private void close(String groupId, Open last, Instant now) {
    Closed closed = assembler.closed(now);
    store.close(groupId, last, closed);
    timetable.add(groupId, closed.dueAt());
    openGroups.remove(groupId);
  }

  private void look(String groupId, GroupState state, ReadProgress progress) {
    switch (assembler.time(state, progress)) {
      case Assemble(Open last) -> emit(groupId, last, progress.now());
      case GiveUp(Open last) -> giveUp(groupId, last, progress.now());
      case Forget() -> store.forget(groupId);
      case Wait(Instant until) -> timetable.add(groupId, until);
    }
  }

  private void giveUp(String groupId, Open last, Instant now) {
    byte[] key = groupId.getBytes(StandardCharsets.UTF_8);
    String message =
        "[group=%s] no request of this group came within %s"
            .formatted(groupId, plan.rules().requestWait());
    for (GroupStore.KeptEvent kept : store.kept(groupId, last)) {
      String topic = kept.topic().of(plan.run());
      SourceRecord origin = new SourceRecord(topic, partition, kept.offset(), key, kept.value());
      output.deadLetter(origin, ErrorCode.GROUP_WITHOUT_REQUEST, message, now);
    }
    close(groupId, last, now);
  }

  private String tooLarge(int bytes) {
    return "the group has %d bytes, more than the %d that an event may have"
        .formatted(bytes, plan.maxEventBytes());
  }

  private static void requireKey(SourceRecord origin, String groupId) {
    if (!Arrays.equals(origin.key(), groupId.getBytes(StandardCharsets.UTF_8))) {
      throw new HeadraceException(
          ErrorCode.INVALID_EVENT, "the record's key is not its group, " + groupId);
    }
  }
}
