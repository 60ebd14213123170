package io.headrace.console.http;

import io.headrace.pipeline.error.HeadraceException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An error response: a code and one sentence. */
record ErrorAnswer(Body error) {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);

  record Body(String code, String message) {}

  static void answer(RoutingContext request, int status, String code, String message) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body(code, message));
  }

  static String body(String code, String message) {
    return Json.write(new ErrorAnswer(new Body(code, message)));
  }

  static void badRequest(RoutingContext request, String message) {
    answer(request, 400, "INVALID_INPUT", message);
  }

  static void notFound(RoutingContext request, String message) {
    answer(request, 404, "NOT_FOUND", message);
  }

  static void of(RoutingContext request, Throwable problem) {
    if (problem instanceof HeadraceException expected) {
      int status =
          switch (expected.code().category()) {
            case RETRIABLE -> 503;
            case BAD_RECORD, CALLER -> 400;
            case BUG -> 500;
          };
      String message = expected.getMessage();
      answer(request, status, expected.code().name(), message == null ? "" : message);
      return;
    }
    LOG.error("[{} {}] failed", request.request().method(), request.request().path(), problem);
    answer(
        request, 500, "BUG", "the console could not answer; see the console's log for the reason");
  }
}
