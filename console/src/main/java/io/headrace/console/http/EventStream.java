package io.headrace.console.http;

import io.headrace.console.LiveRun;
import io.headrace.console.view.Position;
import io.headrace.console.view.ViewChanges;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Server-sent events: at most four updates a second, each with the id of the newest record in it
 * ({@code topic:partition:offset}). A page that reconnects with {@code Last-Event-ID} receives what
 * it missed, or a request to load everything again. A page that reads too slowly receives fewer,
 * larger updates; the connection of one that reads nothing for long is closed, and the page
 * reconnects. Runs on one event loop.
 */
final class EventStream implements Handler<RoutingContext> {
  /** Shortest time between two updates. */
  static final Duration TICK = Duration.ofMillis(250);

  /** Ticks after which the state is sent even when nothing happened, for its rates and clock. */
  private static final int QUIET_TICKS = 4;

  private static final int MOST_LISTENERS = 64;

  /** Updates that may wait for a page to read on; the server's own queue takes many large ones. */
  private static final int MOST_UNSENT = 2;

  /** How long a page may leave what was sent unread, so that sleeping ones hold no place. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LiveRun live;
  private final Function<LiveRun, RunAnswer> run;
  private final long patienceTicks;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  private static final class Listener {
    private final HttpServerResponse response;
    private long cursor;
    private int quiet;
    private long stuck;
    private int unsent;

    private Listener(HttpServerResponse response, long cursor) {
      this.response = response;
      this.cursor = cursor;
    }
  }

  /**
   * @param resumed whether the page only has to go on; otherwise it loads everything
   */
  private record Hello(boolean resumed, RunAnswer state) {}

  private record Update(RunAnswer state, ViewChanges changes) {}

  EventStream(LiveRun live, Function<LiveRun, RunAnswer> run, Duration patience) {
    this.live = live;
    this.run = run;
    this.patienceTicks = patience.dividedBy(TICK);
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(TICK.toMillis(), timer -> tick());
  }

  /** How many pages listen now. */
  int listeners() {
    return listeners.size();
  }

  @Override
  public void handle(RoutingContext request) {
    if (listeners.size() >= MOST_LISTENERS) {
      Failure.answer(
          request, 503, "TOO_MANY_LISTENERS", MOST_LISTENERS + " pages listen already; close one");
      return;
    }
    HttpServerResponse response = request.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
        .putHeader("X-Accel-Buffering", "no");
    Optional<Long> resumed = resume(request);
    long cursor = resumed.orElseGet(() -> live.ask((view, now) -> view.cursor()));
    Listener listener = new Listener(response, cursor);
    response.closeHandler(closed -> listeners.remove(listener));
    response.exceptionHandler(broken -> listeners.remove(listener));
    listeners.add(listener);
    send(
        listener,
        "hello",
        Optional.empty(),
        Json.write(new Hello(resumed.isPresent(), run.apply(live))));
  }

  private Optional<Long> resume(RoutingContext request) {
    String header = request.request().getHeader("Last-Event-ID");
    String last = header == null ? request.request().getParam("lastEventId") : header;
    return Optional.ofNullable(last)
        .flatMap(Position::find)
        .flatMap(position -> live.ask((view, now) -> view.cursorAfter(position)));
  }

  private void tick() {
    if (listeners.isEmpty()) {
      return;
    }
    Map<Long, ViewChanges> byCursor = new HashMap<>();
    RunAnswer state = run.apply(live);
    for (Listener listener : Set.copyOf(listeners)) {
      if (!reads(listener)) {
        continue; // its cursor stays, so the next update holds more
      }
      ViewChanges changes =
          byCursor.computeIfAbsent(
              listener.cursor, cursor -> live.ask((view, now) -> view.changes(cursor)));
      update(listener, state, changes);
    }
  }

  private boolean reads(Listener listener) {
    if (listener.response.closed()) {
      listeners.remove(listener);
      return false;
    }
    if (listener.unsent < MOST_UNSENT) {
      listener.stuck = 0;
      return true;
    }
    listener.stuck++;
    if (listener.stuck > patienceTicks) {
      listeners.remove(listener);
      var _ = listener.response.reset();
    }
    return false;
  }

  private static void update(Listener listener, RunAnswer state, ViewChanges changes) {
    listener.cursor = changes.cursor();
    listener.quiet++;
    if (changes.last().isPresent() || !changes.complete() || listener.quiet >= QUIET_TICKS) {
      listener.quiet = 0;
      send(listener, "update", changes.last(), Json.write(new Update(state, changes)));
    }
  }

  private static void send(Listener listener, String event, Optional<Position> id, String data) {
    StringBuilder text = new StringBuilder();
    id.ifPresent(position -> text.append("id: ").append(position).append('\n'));
    text.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
    listener.unsent++;
    listener.response.write(text.toString()).onComplete(sent -> listener.unsent--);
  }
}
