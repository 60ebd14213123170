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
 * ({@code topic:partition:offset}). A page that reconnects with {@code Last-Event-ID} receives the
 * changes that it missed, or a request to reload everything. A page that reads too slowly receives
 * fewer, larger updates; a connection whose page reads nothing for {@link #READ_LIMIT} is closed,
 * and the page reconnects. Runs on one event loop.
 */
final class EventStream implements Handler<RoutingContext> {
  /** Shortest time between two updates. */
  static final Duration TICK = Duration.ofMillis(250);

  /** Ticks after which the state is sent without changes, since rates and times change too. */
  private static final int MAX_TICKS_WITHOUT_UPDATE = 4;

  private static final int MAX_LISTENERS = 64;

  /**
   * Maximum number of unsent updates per page; the write queue itself would buffer many large ones.
   */
  private static final int MAX_UNSENT = 2;

  /**
   * Time without reading after which a connection is closed, so that suspended pages use no slot.
   */
  static final Duration READ_LIMIT = Duration.ofSeconds(60);

  private final LiveRun live;
  private final Function<LiveRun, RunAnswer> run;
  private final long readLimitTicks;
  private final Set<Listener> listeners = new LinkedHashSet<>();

  private static final class Listener {
    private final HttpServerResponse response;
    private long cursor;
    private int ticksWithoutUpdate;
    private long blockedTicks;
    private int unsent;

    private Listener(HttpServerResponse response, long cursor) {
      this.response = response;
      this.cursor = cursor;
    }
  }

  /**
   * @param resumed whether the page can continue from its last event; otherwise it loads everything
   */
  private record Hello(boolean resumed, RunAnswer state) {}

  private record Update(RunAnswer state, ViewChanges changes) {}

  EventStream(LiveRun live, Function<LiveRun, RunAnswer> run, Duration readLimit) {
    this.live = live;
    this.run = run;
    this.readLimitTicks = readLimit.dividedBy(TICK);
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(TICK.toMillis(), timer -> tick());
  }

  /** Number of connected pages. */
  int listeners() {
    return listeners.size();
  }

  @Override
  public void handle(RoutingContext request) {
    if (listeners.size() >= MAX_LISTENERS) {
      ErrorAnswer.answer(
          request,
          503,
          "TOO_MANY_LISTENERS",
          MAX_LISTENERS + " pages are connected, the maximum; close one");
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
    long cursor = resumed.orElseGet(() -> live.query((view, now) -> view.cursor()));
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
        .flatMap(position -> live.query((view, now) -> view.cursorAfter(position)));
  }

  private void tick() {
    if (listeners.isEmpty()) {
      return;
    }
    Map<Long, ViewChanges> byCursor = new HashMap<>();
    RunAnswer state = run.apply(live);
    for (Listener listener : Set.copyOf(listeners)) {
      if (!canReceive(listener)) {
        continue; // its cursor is unchanged, so the next update contains these changes
      }
      ViewChanges changes =
          byCursor.computeIfAbsent(
              listener.cursor, cursor -> live.query((view, now) -> view.changes(cursor)));
      update(listener, state, changes);
    }
  }

  private boolean canReceive(Listener listener) {
    if (listener.response.closed()) {
      listeners.remove(listener);
      return false;
    }
    if (listener.unsent < MAX_UNSENT) {
      listener.blockedTicks = 0;
      return true;
    }
    listener.blockedTicks++;
    if (listener.blockedTicks > readLimitTicks) {
      listeners.remove(listener);
      var _ = listener.response.reset();
    }
    return false;
  }

  private static void update(Listener listener, RunAnswer state, ViewChanges changes) {
    listener.cursor = changes.cursor();
    listener.ticksWithoutUpdate++;
    if (changes.last().isPresent()
        || !changes.complete()
        || listener.ticksWithoutUpdate >= MAX_TICKS_WITHOUT_UPDATE) {
      listener.ticksWithoutUpdate = 0;
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
