package io.headrace.console.http;

import io.headrace.console.LiveRun;
import io.headrace.console.log.RunLog;
import io.headrace.console.log.TokenTexts;
import io.headrace.console.view.Position;
import io.headrace.console.view.TokenizerLocation;
import io.headrace.console.view.TraceSummary;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import java.util.List;
import java.util.Optional;

/** Reads a whole trace from the log, with its tokens as text. Calls block; safe for all threads. */
final class TraceReading {
  private final LiveRun live;
  private final RunLog log;
  private volatile Optional<Cached> cached = Optional.empty();

  private record Cached(String sha256, TokenTexts vocabulary) {}

  TraceReading(LiveRun live, RunLog log) {
    this.live = live;
    this.log = log;
  }

  /**
   * The trace with an id; empty when it is not found.
   *
   * @param at its position, used when it was evicted from the list; must be in the run's traces
   *     topic
   */
  Optional<TraceAnswer> read(String traceId, Optional<Position> at) {
    Optional<TraceSummary> summary = live.query((view, now) -> view.trace(traceId));
    Optional<Position> position =
        summary
            .map(known -> Position.parse(known.position()))
            .or(() -> at.filter(given -> given.topic().equals(topic())));
    return position.flatMap(
        found ->
            log.trace(found)
                .filter(trace -> trace.getTraceId().equals(traceId))
                .map(trace -> answer(found, trace, summary)));
  }

  private String topic() {
    return Topic.TRACES.of(live.query((view, now) -> view.run()));
  }

  private TraceAnswer answer(Position position, Trace trace, Optional<TraceSummary> summary) {
    return new TraceAnswer(
        TraceAnswer.Whole.of(position.toString(), trace, pieces(trace.getTokens())),
        summary,
        live.query((view, now) -> view.group(trace.getGroupId())));
  }

  private Optional<List<String>> pieces(List<Integer> tokens) {
    return vocabulary().map(vocabulary -> vocabulary.texts(tokens));
  }

  private Optional<TokenTexts> vocabulary() {
    Optional<TokenizerLocation> newest = live.query((view, now) -> view.tokenizer());
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    String sha256 = newest.get().sha256();
    Optional<Cached> known = cached.filter(entry -> entry.sha256().equals(sha256));
    if (known.isEmpty()) {
      known =
          log.tokenizer(newest.get())
              .flatMap(TokenTexts::parse)
              .map(vocabulary -> new Cached(sha256, vocabulary));
      cached = known;
    }
    return known.map(Cached::vocabulary);
  }
}
