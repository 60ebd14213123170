package io.headrace.console.http;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets those in who know the token: as {@code Authorization: Bearer}, or once as {@code ?token=},
 * which sets a cookie that scripts can't read. Comparisons take the same time whatever is wrong.
 */
final class Access implements Handler<RoutingContext> {
  static final String COOKIE = "headrace_console";
  private static final String BEARER = "Bearer ";

  private final Optional<String> token;

  /**
   * @param token what a visitor must know; nothing to let everyone in
   */
  Access(Optional<String> token) {
    this.token = token;
  }

  @Override
  public void handle(RoutingContext request) {
    if (token.isEmpty()) {
      request.next();
      return;
    }
    String secret = token.get();
    String asked = request.request().getParam("token");
    if (asked != null && request.request().method().equals(HttpMethod.GET)) {
      logIn(request, secret, asked);
    } else if (knows(request, secret)) {
      request.next();
    } else {
      refuse(request);
    }
  }

  private static void logIn(RoutingContext request, String secret, String asked) {
    if (!same(secret, asked)) {
      refuse(request);
      return;
    }
    request
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, session(secret))
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(request.request().isSSL())
                .setSameSite(CookieSameSite.STRICT))
        .setStatusCode(303)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, "/")
        .end();
  }

  private static boolean knows(RoutingContext request, String secret) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.startsWith(BEARER)) {
      return same(secret, header.substring(BEARER.length()));
    }
    Cookie cookie = request.request().getCookie(COOKIE);
    return cookie != null && same(session(secret), cookie.getValue());
  }

  private static void refuse(RoutingContext request) {
    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"headrace\"");
    Failure.answer(
        request,
        401,
        "UNAUTHORIZED",
        "this console asks for its token: open /?token=… once in the browser, or send the header"
            + " Authorization: Bearer …; the token is console.token of the run's configuration");
  }

  /** What the cookie holds: it proves that the token was known and does not tell it. */
  private static String session(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes("headrace console session")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(bytes(expected), bytes(given));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
