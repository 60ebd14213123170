package io.headrace.console.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The log-in page with the form for the token. */
final class LoginPage {
  /** The attribute that hides the error message; it occurs once in the page. */
  private static final String HIDDEN = " hidden";

  private static final String PAGE = read();

  private LoginPage() {}

  /**
   * Answers 401 with the form.
   *
   * @param wrong whether a wrong token was given
   */
  static void answer(RoutingContext request, boolean wrong) {
    request
        .response()
        .setStatusCode(401)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(wrong ? PAGE.replace(HIDDEN, "") : PAGE);
  }

  private static String read() {
    try (InputStream in = LoginPage.class.getResourceAsStream("/web/login.html")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
