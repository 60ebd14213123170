package io.headrace.rollout;

import io.headrace.pipeline.event.EventCodec;
import io.headrace.schemas.AttemptStarted;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.Trace;
import io.headrace.schemas.WorkAbandoned;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import io.headrace.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Reads what rollout workers write: traces, dead letters, abandoned groups and attempts. */
final class RolloutOutput implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final TestBroker broker;
  private final String run;
  private final EventCodec codec;
  private final TopicReader<SpecificRecord> traceReader;
  private final TopicReader<SpecificRecord> letterReader;

  RolloutOutput(TestBroker broker, String run, EventCodec codec) {
    this.broker = broker;
    this.run = run;
    this.codec = codec;
    this.traceReader = broker.read(Topic.TRACES.of(run), codec::decode);
    this.letterReader = broker.read(Topic.DEAD_LETTERS.of(run), codec::decode);
  }

  List<Trace> traces(int count) {
    return traceReader.atLeast(count, LIMIT).stream().map(Trace.class::cast).toList();
  }

  /** All traces once so many ids were read; a redelivered request may have written some twice. */
  List<Trace> distinctTraces(int count) {
    return traceReader
        .until(
            events ->
                events.stream().map(Trace.class::cast).map(Trace::getTraceId).distinct().count()
                    == count,
            LIMIT)
        .stream()
        .map(Trace.class::cast)
        .toList();
  }

  List<DeadLetter> deadLetters(int count) {
    return letterReader.atLeast(count, LIMIT).stream().map(DeadLetter.class::cast).toList();
  }

  /** The groups that workers abandoned, in no particular order, once so many are written. */
  List<String> abandonedGroups(int count) {
    try (TopicReader<SpecificRecord> reader = broker.read(Topic.VERDICTS.of(run), codec::decode)) {
      return reader.atLeast(count, LIMIT).stream()
          .map(event -> ((WorkAbandoned) event).getGroupId())
          .distinct()
          .toList();
    }
  }

  /** The attempts to sample requests, once so many are written. */
  List<AttemptStarted> attempts(int count) {
    try (TopicReader<SpecificRecord> reader = broker.read(Topic.ATTEMPTS.of(run), codec::decode)) {
      return reader.atLeast(count, LIMIT).stream().map(AttemptStarted.class::cast).toList();
    }
  }

  @Override
  public void close() {
    traceReader.close();
    letterReader.close();
  }
}
