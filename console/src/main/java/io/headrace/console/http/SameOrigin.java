package io.headrace.console.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Rejects requests that another site's page sent: on loopback, requests with a foreign Host header
 * (DNS rebinding); everywhere, requests other than GET and HEAD from a foreign origin.
 */
final class SameOrigin implements Handler<RoutingContext> {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final boolean loopbackOnly;

  SameOrigin(boolean loopbackOnly) {
    this.loopbackOnly = loopbackOnly;
  }

  @Override
  public void handle(RoutingContext request) {
    HostAndPort authority = request.request().authority();
    if (authority == null) {
      ErrorAnswer.badRequest(request, "the request has no Host header; send one");
    } else if (loopbackOnly && !LOOPBACK.contains(authority.host().toLowerCase(Locale.ROOT))) {
      ErrorAnswer.answer(
          request,
          421,
          "FOREIGN_HOST",
          "this console listens on this machine only; open it as http://127.0.0.1:%d"
              .formatted(request.request().localAddress().port()));
    } else if (isWrite(request) && !sameOrigin(request, authority)) {
      ErrorAnswer.answer(
          request, 403, "FOREIGN_ORIGIN", "commands are accepted from the console's own page only");
    } else {
      request.next();
    }
  }

  private static boolean isWrite(RoutingContext request) {
    HttpMethod method = request.request().method();
    return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
  }

  private static boolean sameOrigin(RoutingContext request, HostAndPort authority) {
    String site = request.request().getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    String origin = request.request().getHeader("Origin");
    return origin == null || authorityOf(origin).equals(authority.toString());
  }

  private static String authorityOf(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }
}
