package io.headrace.console.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Addresses of a run: everything about it is below {@code /api/runs/{run}}. Addresses without a run
 * are those of earlier versions and are redirected to the run that this console follows.
 */
final class RunPaths {

  /** The path of all runs. */
  static final String RUNS = "/api/runs";

  /** The path of one run, with its parameter. */
  static final String RUN = RUNS + "/:run";

  private static final String EVENTS = "/events";
  private static final Set<String> OLD_PATHS =
      Set.of(
          "run",
          "configuration",
          "series",
          "throughput",
          "weights",
          "deadletters",
          "traces",
          "groups",
          "commands");

  private final String run;

  /**
   * Creates the paths of a run, whose name needs no escapes in a URL.
   *
   * @see io.headrace.pipeline.id.RunId
   */
  RunPaths(String run) {
    this.run = run;
  }

  /** Lets requests for the followed run pass; answers 404 for another one. */
  void requireFollowed(RoutingContext request) {
    String name = request.pathParam("run");
    if (run.equals(name)) {
      request.next();
    } else {
      ErrorAnswer.answer(
          request,
          404,
          "RUN_NOT_FOLLOWED",
          "[run=%s] this console follows run %s; open the console of that run's own process, or start a console with the setting run: %s"
              .formatted(name, run, name));
    }
  }

  /** Redirects an address of an earlier version, with method and query kept. */
  void redirect(RoutingContext request) {
    String path = request.request().path();
    String rest = path.equals(EVENTS) ? EVENTS : path.substring("/api".length());
    String first = rest.split("/", 3)[1];
    if (!path.equals(EVENTS) && !OLD_PATHS.contains(first)) {
      ErrorAnswer.notFound(request, "the API has no such address, or it needs another method");
      return;
    }
    String query = request.request().query();
    String target = RUNS + "/" + run + (rest.equals("/run") ? "" : rest);
    request
        .response()
        .setStatusCode(308)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, query == null ? target : target + "?" + query)
        .end();
  }
}
