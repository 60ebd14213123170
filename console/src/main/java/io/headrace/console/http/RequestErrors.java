package io.headrace.console.http;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Error answers with one sentence for requests that no handler answers. */
final class RequestErrors {
  private static final Map<Integer, String> SENTENCES =
      Map.of(
          400, "the request is malformed; check the address for % signs without two digits",
          404, "no page has this address; the page is at /",
          405,
              "this address does not support the method; use GET, or POST on"
                  + " /api/runs/{run}/commands",
          413, "the body is too large; a command has at most 16 KiB",
          414, "the address is too long; shorten the query",
          431, "the headers are too large; clear the cookies of this address");

  private RequestErrors() {}

  /** Handles requests that the router rejects and handlers that fail. */
  static void mount(Router router) {
    router.route().failureHandler(RequestErrors::failed);
    for (int status : SENTENCES.keySet()) {
      router.errorHandler(status, request -> reject(request, status));
    }
  }

  private static void failed(RoutingContext request) {
    Throwable problem = request.failure();
    if (SENTENCES.containsKey(request.statusCode())) {
      reject(request, request.statusCode());
    } else {
      ErrorAnswer.of(request, problem == null ? new IllegalStateException("no cause") : problem);
    }
  }

  private static void reject(RoutingContext request, int status) {
    ErrorAnswer.answer(request, status, code(status), sentence(status));
  }

  /** Answers a request that could not be parsed. */
  static void malformed(HttpServerRequest request) {
    int status = status(request);
    String body = ErrorAnswer.body(code(status), sentence(status));
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
            .putHeader(HttpHeaders.CONNECTION, "close")
            .end(body);
    var _ = request.connection().close();
  }

  private static int status(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (!(cause instanceof TooLongFrameException)) {
      return 400;
    }
    String message = cause.getMessage();
    return message != null && message.contains("HTTP header") ? 431 : 414;
  }

  private static String code(int status) {
    return status == 404 ? "NOT_FOUND" : "INVALID_INPUT";
  }

  private static String sentence(int status) {
    return SENTENCES.getOrDefault(status, "the request was rejected");
  }
}
