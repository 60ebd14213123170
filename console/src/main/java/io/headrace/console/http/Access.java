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
 * Requires the console's token, if one is set: as {@code Authorization: Bearer}, or once on the
 * log-in page or as {@code ?token=}, which set an HttpOnly cookie. Tokens are compared in constant
 * time. The files that the log-in page loads need no token.
 */
final class Access implements Handler<RoutingContext> {
  static final String COOKIE = "headrace_console";
  private static final String BEARER = "Bearer ";
  private static final int MAX_BODY = 4 << 10;
  private static final Set<String> PUBLIC_FILES =
      Set.of("/icon.svg", "/js/theme.js", "/css/base.css");
  private static final String PUBLIC_FONTS = "/vendor/fonts/";

  private final Optional<String> token;

  /**
   * @param token the required token; empty to allow every request
   */
  Access(Optional<String> token) {
    this.token = token;
  }

  /** Adds the log-in route, and the check for all routes that are added later. */
  void mount(Router router) {
    router
        .post("/login")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::logIn);
    router.route().handler(this);
  }

  @Override
  public void handle(RoutingContext request) {
    if (token.isEmpty() || isPublic(request)) {
      request.next();
      return;
    }
    String secret = token.get();
    String given = request.request().getParam("token");
    if (given != null && request.request().method().equals(HttpMethod.GET)) {
      logIn(request, secret, given);
    } else if (isAuthorized(request, secret)) {
      request.next();
    } else {
      reject(request, false);
    }
  }

  private static boolean isPublic(RoutingContext request) {
    String path = request.request().path();
    return PUBLIC_FILES.contains(path) || path.startsWith(PUBLIC_FONTS);
  }

  private void logIn(RoutingContext request) {
    String given = request.request().getFormAttribute("token");
    if (token.isEmpty()) {
      redirectToPage(request);
    } else {
      logIn(request, token.get(), given == null ? "" : given.strip());
    }
  }

  private static void logIn(RoutingContext request, String secret, String given) {
    if (!isEqual(secret, given)) {
      reject(request, true);
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
    redirectToPage(request);
  }

  private static void redirectToPage(RoutingContext request) {
    request
        .response()
        .setStatusCode(303)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, "/")
        .end();
  }

  private static boolean isAuthorized(RoutingContext request, String secret) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.startsWith(BEARER)) {
      return isEqual(secret, header.substring(BEARER.length()));
    }
    Cookie cookie = request.request().getCookie(COOKIE);
    return cookie != null && isEqual(session(secret), cookie.getValue());
  }

  private static void reject(RoutingContext request, boolean wrong) {
    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"headrace\"");
    String accept = request.request().getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains("text/html")) {
      LoginPage.answer(request, wrong);
      return;
    }
    ErrorAnswer.answer(
        request,
        401,
        "UNAUTHORIZED",
        "this console requires its token: open the page / in the browser and enter it, or send the"
            + " header Authorization: Bearer …; the token is console.token of the run's"
            + " configuration");
  }

  /** The cookie's value: an HMAC of the token, from which the token can't be derived. */
  private static String session(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes("headrace console session")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static boolean isEqual(String expected, String given) {
    return MessageDigest.isEqual(bytes(expected), bytes(given));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
