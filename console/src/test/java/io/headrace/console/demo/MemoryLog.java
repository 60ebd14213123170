package io.headrace.console.demo;

import io.headrace.console.LiveRun;
import io.headrace.console.log.RunLog;
import io.headrace.console.view.Position;
import io.headrace.console.view.TokenizerLocation;
import io.headrace.schemas.Command;
import io.headrace.schemas.CommandIssued;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/** A log in memory that applies each event to a read model at once. */
public final class MemoryLog implements RunLog, DemoFeed.Sink {
  private final LiveRun live;
  private final Map<Position, Trace> traces = new ConcurrentHashMap<>();
  private volatile String tokenizer = DemoTrace.tokenizerJson();
  private final Map<String, Long> ends = new ConcurrentHashMap<>();
  private final List<Position> readPositions = new CopyOnWriteArrayList<>();

  /** Creates an empty log for a model. */
  public MemoryLog(LiveRun live) {
    this.live = live;
  }

  @Override
  public void take(Topic topic, String key, Instant at, SpecificRecord event) {
    String name = topic.of(DemoEvents.RUN);
    int partition = topic.partitions(4) == 1 ? 0 : Math.floorMod(key.hashCode(), 4);
    long offset = ends.merge(name + partition, 1L, Long::sum) - 1;
    Position position = new Position(name, partition, offset);
    if (event instanceof Trace trace) {
      traces.put(position, trace);
    }
    live.apply(position, at, event);
  }

  /** Replaces the {@code tokenizer.json}. */
  void spellBy(String tokenizerJson) {
    tokenizer = tokenizerJson;
  }

  /** The positions at which traces were read. */
  public List<Position> readPositions() {
    return List.copyOf(readPositions);
  }

  @Override
  public Optional<Trace> trace(Position position) {
    readPositions.add(position);
    return Optional.ofNullable(traces.get(position));
  }

  @Override
  public Optional<String> tokenizer(TokenizerLocation file) {
    return Optional.of(tokenizer);
  }

  @Override
  public List<String> runs() {
    return List.of("another", DemoEvents.RUN);
  }

  @Override
  public void issue(Command command, String reason) {
    Instant now = Instant.now();
    CommandIssued event =
        CommandIssued.newBuilder()
            .setRun(DemoEvents.RUN)
            .setCommand(command)
            .setIssuedBy("console")
            .setReason(reason)
            .setIssuedAt(now)
            .build();
    take(Topic.CONTROL, DemoEvents.RUN, now, event);
  }
}
