package io.headrace.reward.streams;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.reward.assembly.GroupRequirements;
import io.headrace.reward.assembly.GroupState;
import io.headrace.reward.assembly.GroupState.Closed;
import io.headrace.reward.assembly.GroupState.Open;
import io.headrace.reward.assembly.JoinedTrace;
import io.headrace.reward.assembly.VerdictKey;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import io.headrace.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The store of the assembler's groups: one small entry per group, updated with every event, and one
 * entry per request and verdict with its bytes. Of a trace only the offset is stored; its bytes are
 * on the topic traces. For the stream thread of its task.
 */
final class GroupStore {

  private final KeyValueStore<String, GroupState> groups;
  private final KeyValueStore<String, byte[]> events;
  private final OpenGroupTraces traces;
  private final EventCodec codec;

  /**
   * A stored event.
   *
   * @param topic topic of the event
   * @param offset its offset, {@link #UNKNOWN_OFFSET} for verdicts
   * @param value its bytes, owned by the store, not to be changed; null when the log no longer has
   *     them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record StoredEvent(Topic topic, long offset, byte @Nullable [] value) {

    static final long UNKNOWN_OFFSET = -1;
  }

  GroupStore(
      KeyValueStore<String, GroupState> groups,
      KeyValueStore<String, byte[]> events,
      OpenGroupTraces traces,
      EventCodec codec) {
    this.groups = groups;
    this.events = events;
    this.traces = traces;
    this.codec = codec;
  }

  Optional<GroupState> state(String groupId) {
    return Optional.ofNullable(groups.get(groupId));
  }

  /** Stores the next state of a group and caches the trace that it contains by offset. */
  void keepTrace(String groupId, Open next, long offset, byte[] trace) {
    traces.keep(offset, trace);
    groups.put(groupId, next);
  }

  /** Stores a request or verdict under its key, and the next state of the group. */
  void keep(String groupId, Open next, String eventKey, byte[] event) {
    events.put(eventKey, event);
    groups.put(groupId, next);
  }

  /** Stores the next state of a group. */
  void keep(String groupId, Open next) {
    groups.put(groupId, next);
  }

  /** The request of an open group. */
  GroupRequest request(String groupId) {
    return read(requestKey(groupId), GroupRequest.class);
  }

  /** The traces of an open group, each with its required verdicts. */
  List<JoinedTrace> joinedTraces(String groupId, Open group) {
    List<String> scorers = group.requirements().map(GroupRequirements::scorers).orElse(List.of());
    Map<Long, byte[]> bodies = traces.read(group.traces().values());
    List<JoinedTrace> joined = new ArrayList<>();
    group
        .traces()
        .forEach(
            (sample, offset) -> {
              byte[] body = bodies.get(offset);
              if (body != null) {
                Trace trace = codec.decode(body, Trace.class);
                joined.add(new JoinedTrace(trace, verdicts(groupId, group, sample, scorers)));
              }
            });
    return joined;
  }

  /** The traces and verdicts of a group, each with its origin. */
  List<StoredEvent> storedEvents(String groupId, Open group) {
    Map<Long, byte[]> bodies = traces.read(group.traces().values());
    Stream<StoredEvent> storedTraces =
        group.traces().values().stream()
            .map(offset -> new StoredEvent(Topic.TRACES, offset, bodies.get(offset)));
    Stream<StoredEvent> verdicts =
        group.verdictKeys().stream()
            .map(
                verdictKey ->
                    new StoredEvent(
                        Topic.VERDICTS,
                        StoredEvent.UNKNOWN_OFFSET,
                        bytes(verdictKey(groupId, verdictKey))));
    return Stream.concat(storedTraces, verdicts).toList();
  }

  /** Deletes the events of a group and stores its closed state. */
  void close(String groupId, Open last, Closed closed) {
    events.delete(requestKey(groupId));
    traces.remove(last.traces().values());
    last.verdictKeys().forEach(verdictKey -> events.delete(verdictKey(groupId, verdictKey)));
    groups.put(groupId, closed);
  }

  void delete(String groupId) {
    groups.delete(groupId);
  }

  /** Calls the action with the state of every group, in no particular order. */
  void forEachState(BiConsumer<String, GroupState> action) {
    try (KeyValueIterator<String, GroupState> all = groups.all()) {
      while (all.hasNext()) {
        KeyValue<String, GroupState> entry = all.next();
        action.accept(entry.key, entry.value);
      }
    }
  }

  /** Deletes the traces that versions before 0.2 stored. */
  void deleteLegacyTraces() {
    try (KeyValueIterator<String, byte[]> old = events.range("trace/", "trace0")) {
      while (old.hasNext()) {
        events.delete(old.next().key);
      }
    }
  }

  static String requestKey(String groupId) {
    return "request/" + groupId;
  }

  static String verdictKey(String groupId, VerdictKey verdictKey) {
    return "verdict/%s#%d/%d/%s"
        .formatted(groupId, verdictKey.sample(), verdictKey.traceOffset(), verdictKey.scorer());
  }

  private List<Verdict> verdicts(String groupId, Open group, int sample, List<String> scorers) {
    return scorers.stream()
        .flatMap(scorer -> group.verdictKey(sample, scorer).stream())
        .map(verdictKey -> read(verdictKey(groupId, verdictKey), Verdict.class))
        .toList();
  }

  private <T extends SpecificRecord> T read(String key, Class<T> type) {
    return codec.decode(bytes(key), type);
  }

  private byte[] bytes(String key) {
    byte[] event = events.get(key);
    if (event == null) {
      throw new IllegalStateException(
          "the store lacks " + key + ", which the state of its group names");
    }
    return event;
  }
}
