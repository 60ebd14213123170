package io.headrace.console.http;

import io.headrace.console.LiveRun;
import io.headrace.console.log.RunLog;
import io.headrace.console.view.Position;
import io.headrace.console.view.RunView;
import io.headrace.console.view.TraceFilter;
import io.headrace.console.view.TraceSummary;
import io.headrace.schemas.Command;
import io.headrace.schemas.Purpose;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes under {@code /api}: the index of runs, and the run that this console follows. */
final class Api {
  private static final int MAX_TRACES = 1_000;
  private static final int MAX_BODY = 16 << 10;
  private static final int MAX_REASON = 500;

  private final LiveRun live;
  private final RunLog log;
  private final TraceReading traces;
  private final Function<LiveRun, RunAnswer> run;
  private final EventStream events;
  private final RunIndex index;
  private final RunPaths paths;

  Api(LiveRun live, RunLog log, Function<LiveRun, RunAnswer> run, EventStream events) {
    this.live = live;
    this.log = log;
    this.traces = new TraceReading(live, log);
    this.run = run;
    this.events = events;
    this.index = new RunIndex(live, log);
    this.paths = new RunPaths(live.run());
  }

  void mount(Router router) {
    router.get(RunPaths.RUNS).handler(this::runs);
    router.route(RunPaths.RUN).handler(paths::requireFollowed);
    router.route(RunPaths.RUN + "/*").handler(paths::requireFollowed);
    router.get(RunPaths.RUN).handler(request -> answer(request, run.apply(live)));
    get(router, "events").handler(events);
    get(router, "configuration").handler(this::configuration);
    get(router, "series").handler(view((model, now) -> model.series(now)));
    get(router, "throughput").handler(view((model, now) -> model.series(now).throughput()));
    get(router, "weights").handler(view((model, now) -> model.weights()));
    get(router, "deadletters").handler(view((model, now) -> model.deadLetters()));
    get(router, "traces").handler(this::list);
    get(router, "traces/:trace").handler(this::trace);
    get(router, "groups/:group").handler(this::group);
    router
        .post(RunPaths.RUN + "/commands")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::command);
    router.route("/events").handler(paths::redirect);
    router.route("/api/*").handler(paths::redirect);
  }

  private static Route get(Router router, String path) {
    return router.get(RunPaths.RUN + "/" + path);
  }

  private void runs(RoutingContext request) {
    blocking(request, index::list, runs -> answer(request, runs));
  }

  private io.vertx.core.Handler<RoutingContext> view(BiFunction<RunView, Instant, Object> query) {
    return request -> answer(request, live.query(query));
  }

  private static void answer(RoutingContext request, Object answer) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Json.write(answer));
  }

  private void configuration(RoutingContext request) {
    String yaml = live.query((model, now) -> model.configuration());
    request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(yaml);
  }

  private void list(RoutingContext request) {
    Optional<TraceFilter> filter = filter(request);
    Optional<Integer> limit = limit(request.request().getParam("limit"));
    if (filter.isEmpty()) {
      ErrorAnswer.badRequest(
          request,
          "expected purpose=train or evaluation and outcome=any, right, wrong, failed or waiting");
    } else if (limit.isEmpty()) {
      ErrorAnswer.badRequest(request, "expected limit to be 1 to " + MAX_TRACES);
    } else {
      answer(request, live.query(page(filter.get(), limit.get(), request)));
    }
  }

  private static BiFunction<RunView, Instant, List<TraceSummary>> page(
      TraceFilter filter, int limit, RoutingContext request) {
    String before = request.request().getParam("before", "");
    return (model, now) ->
        before.isEmpty() ? model.traces(filter, limit) : model.tracesBefore(before, filter, limit);
  }

  private static Optional<TraceFilter> filter(RoutingContext request) {
    String purpose = request.request().getParam("purpose", "");
    String outcome = request.request().getParam("outcome", "any");
    try {
      return Optional.of(
          new TraceFilter(
              request.request().getParam("query", ""),
              purpose.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Purpose.valueOf(purpose.toUpperCase(Locale.ROOT))),
              TraceFilter.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT))));
    } catch (IllegalArgumentException unknownName) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> limit(@Nullable String text) {
    try {
      return Optional.of(text == null ? 200 : Integer.parseInt(text))
          .filter(limit -> limit >= 1 && limit <= MAX_TRACES);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private void trace(RoutingContext request) {
    String traceId = request.pathParam("trace");
    String at = request.request().getParam("at");
    Optional<Position> position = Optional.ofNullable(at).flatMap(Position::find);
    blocking(
        request,
        () -> traces.read(traceId, position),
        found ->
            found.ifPresentOrElse(
                trace -> answer(request, trace),
                () ->
                    ErrorAnswer.notFound(
                        request,
                        "[trace=%s] the console's lists do not contain this trace; pass its position as ?at=topic:partition:offset"
                            .formatted(traceId))));
  }

  private void group(RoutingContext request) {
    String groupId = request.pathParam("group");
    live.query((model, now) -> model.group(groupId))
        .ifPresentOrElse(
            group -> answer(request, group),
            () ->
                ErrorAnswer.notFound(
                    request,
                    "[group=%s] this group is not assembled, or it is older than the groups that the console keeps"
                        .formatted(groupId)));
  }

  private record CommandRequest(@Nullable String command, @Nullable String reason) {}

  private void command(RoutingContext request) {
    String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith("application/json")) {
      ErrorAnswer.answer(request, 415, "INVALID_INPUT", "expected Content-Type: application/json");
      return;
    }
    String body = Optional.ofNullable(request.body().asString()).orElse("");
    Optional<Command> command =
        Json.read(body, CommandRequest.class).flatMap(given -> command(given.command()));
    String reason =
        Json.read(body, CommandRequest.class)
            .map(given -> given.reason())
            .filter(r -> r != null)
            .orElse("");
    if (command.isEmpty() || reason.length() > MAX_REASON) {
      ErrorAnswer.badRequest(
          request,
          "expected {\"command\": \"pause\", \"resume\" or \"stop\", \"reason\": at most %d characters}"
              .formatted(MAX_REASON));
      return;
    }
    blocking(
        request,
        () -> {
          log.issue(command.get(), reason);
          return command.get();
        },
        issued -> {
          request.response().setStatusCode(202);
          answer(request, new Issued(issued));
        });
  }

  private record Issued(Command issued) {}

  private static Optional<Command> command(@Nullable String name) {
    try {
      return Optional.ofNullable(name).map(n -> Command.valueOf(n.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknownName) {
      return Optional.empty();
    }
  }

  private static <T> void blocking(
      RoutingContext request, Callable<T> work, java.util.function.Consumer<T> then) {
    request
        .vertx()
        .executeBlocking(work, false)
        .onSuccess(then::accept)
        .onFailure(problem -> ErrorAnswer.of(request, problem));
  }
}
