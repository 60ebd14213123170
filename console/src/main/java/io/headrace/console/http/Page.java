package io.headrace.console.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Serves the page's files from the class path. */
final class Page implements Handler<RoutingContext> {
  private static final String ROOT = "/web";
  private static final Pattern NAME = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

  private record File(Buffer bytes, String tag, String type) {}

  @Override
  public void handle(RoutingContext request) {
    String path = request.request().path();
    Optional<File> file = files(path.equals("/") ? "/index.html" : path);
    if (file.isEmpty()) {
      ErrorAnswer.notFound(request, "no page has this address; the page is at /");
      return;
    }
    serve(request, file.get());
  }

  private static void serve(RoutingContext request, File file) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
        .putHeader(HttpHeaders.ETAG, file.tag())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (file.tag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      request.response().setStatusCode(304).end();
    } else {
      request.response().end(file.bytes());
    }
  }

  private Optional<File> files(String path) {
    // Only existing files are cached, so that unknown names can't fill the memory.
    Optional<File> known = files.getOrDefault(path, Optional.empty());
    if (known.isPresent()) {
      return known;
    }
    Optional<File> read = read(path);
    read.ifPresent(file -> files.put(path, Optional.of(file)));
    return read;
  }

  private static Optional<File> read(String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(path).matches() || path.contains("..")) {
      return Optional.empty();
    }
    try (InputStream in = Page.class.getResourceAsStream(ROOT + path)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      return Optional.of(new File(Buffer.buffer(bytes), tag(bytes), type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
