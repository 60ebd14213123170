package io.headrace.console.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Headers that keep the page to itself: nothing inline, nothing from elsewhere, in no frame. */
final class SecurityHeaders implements Handler<RoutingContext> {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

  @Override
  public void handle(RoutingContext request) {
    request
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        // Not no-referrer: under it browsers hide the origin of the log-in form.
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    request.next();
  }
}
