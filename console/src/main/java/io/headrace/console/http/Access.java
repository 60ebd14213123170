package io.headrace.console.http;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets those in who know the token: as {@code Authorization: Bearer}, or once on the log-in page or
 * as {@code ?token=}, which set a cookie that scripts can't read. Comparisons take the same time
 * whatever is wrong. What the log-in page needs to be painted is everybody's.
 */
final class Access implements Handler<RoutingContext> {
  static final String COOKIE = "headrace_console";
  private static final String BEARER = "Bearer ";
  private static final int MOST_BODY = 4 << 10;
  private static final Set<String> OPEN = Set.of("/icon.svg", "/js/theme.js", "/css/base.css");
  private static final String OPEN_FONTS = "/vendor/fonts/";

  private final Optional<String> token;

  /**
   * @param token what a visitor must know; nothing to let everyone in
   */
  Access(Optional<String> token) {
    this.token = token;
  }

  /** Adds the address that the log-in page writes to, and asks everyone who comes after. */
  void mount(Router router) {
    router
        .post("/login")
        .handler(BodyHandler.create(false).setBodyLimit(MOST_BODY))
        .handler(this::logIn);
    router.route().handler(this);
  }

  @Override
  public void handle(RoutingContext request) {
    if (token.isEmpty() || open(request)) {
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
      refuse(request, false);
    }
  }

  private static boolean open(RoutingContext request) {
    String path = request.request().path();
    return OPEN.contains(path) || path.startsWith(OPEN_FONTS);
  }

  private void logIn(RoutingContext request) {
    String given = request.request().getFormAttribute("token");
    if (token.isEmpty()) {
      home(request);
    } else {
      logIn(request, token.get(), given == null ? "" : given.strip());
    }
  }

  private static void logIn(RoutingContext request, String secret, String asked) {
    if (!same(secret, asked)) {
      refuse(request, true);
      return;
    }
    request
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, session(secret))
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(request.request().isSSL())
                .setSameSite(CookieSameSite.STRICT));
    home(request);
  }

  private static void home(RoutingContext request) {
    request
        .response()
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

  private static void refuse(RoutingContext request, boolean wrong) {
    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"headrace\"");
    String accept = request.request().getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      LoginPage.answer(request, wrong);
      return;
    }
    Failure.answer(
        request,
        401,
        "UNAUTHORIZED",
        "this console asks for its token: open the page / in the browser and enter it, or send the"
            + " header Authorization: Bearer …; the token is console.token of the run's"
            + " configuration");
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
