package io.headrace.console.http;

import io.headrace.console.ConsoleMetrics;
import io.headrace.console.LiveRun;
import io.headrace.console.log.RunLog;
import io.headrace.pipeline.config.ConsoleConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.ServiceStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's HTTP server, from {@link #start} to {@link #close}. */
public final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final long TIMEOUT_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer server;
  private final ConsoleConfig config;

  private ConsoleServer(Vertx vertx, HttpServer server, ConsoleConfig config) {
    this.vertx = vertx;
    this.server = server;
    this.config = config;
  }

  /**
   * The objects that the server uses.
   *
   * @param live the read model
   * @param log access to the log
   * @param goals the run's end conditions
   * @param status status of the console
   * @param metrics registry of the console's meters
   */
  public record Parts(
      LiveRun live,
      RunLog log,
      Goals goals,
      Supplier<ServiceStatus> status,
      MeterRegistry metrics) {}

  /**
   * Starts the server.
   *
   * @throws HeadraceException INVALID_CONFIG when it would listen beyond this machine without a
   *     token, PORT_TAKEN when the port is in use
   */
  public static ConsoleServer start(ConsoleConfig config, Parts parts) {
    boolean loopback = isLoopback(config);
    if (!loopback && config.token().isEmpty()) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[console.token] the console would listen on %s, beyond this machine, without a token; set console.token or HEADRACE_CONSOLE_TOKEN, or console.host to 127.0.0.1"
              .formatted(config.host()));
    }
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));
    try {
      HttpServer server =
          await(
              vertx
                  .createHttpServer(options())
                  .invalidRequestHandler(RequestErrors::malformed)
                  .requestHandler(router(vertx, config, loopback, parts))
                  .listen(config.port(), config.host()));
      return new ConsoleServer(vertx, server, config);
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      throw notStarted(config, e);
    }
  }

  private static boolean isLoopback(ConsoleConfig config) {
    try {
      return InetAddress.getByName(config.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new HeadraceException(
          ErrorCode.INVALID_CONFIG,
          "[console.host] '%s' is not an address of this machine; use 127.0.0.1"
              .formatted(config.host()),
          e);
    }
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setCompressionSupported(true)
        .setMaxHeaderSize(16 << 10)
        .setHandle100ContinueAutomatically(true);
  }

  private static Router router(Vertx vertx, ConsoleConfig config, boolean loopback, Parts parts) {
    String instance = UUID.randomUUID().toString();
    LiveRun live = parts.live();
    java.util.function.Function<LiveRun, RunAnswer> run =
        model ->
            new RunAnswer(
                instance,
                model.caughtUp(),
                parts.status().get().problem(),
                parts.goals(),
                model.query((view, now) -> view.snapshot(now)));
    EventStream events = new EventStream(live, run, EventStream.READ_LIMIT);
    Gauge.builder(ConsoleMetrics.LISTENERS, events, EventStream::listeners)
        .register(parts.metrics());
    Router router = Router.router(vertx);
    Probes probes = new Probes(parts.status(), parts.metrics());
    router.route().handler(new SecurityHeaders());
    probes.mountHealth(router);
    router.route().handler(new SameOrigin(loopback));
    new Access(config.token()).mount(router);
    probes.mountMetrics(router);
    new Api(live, parts.log(), run, events).mount(router);
    router.get().handler(new Page());
    RequestErrors.mount(router);
    events.start(vertx);
    return router;
  }

  private static HeadraceException notStarted(ConsoleConfig config, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof BindException) {
      return new HeadraceException(
          ErrorCode.PORT_TAKEN,
          "[console.port] %s:%d can't be used: %s; set console.port to another port, or to 0 for a free one"
              .formatted(config.host(), config.port(), cause.getMessage()),
          cause);
    }
    return new HeadraceException(
        ErrorCode.BUG, "[console] the HTTP server did not start: " + cause.getMessage(), cause);
  }

  private static <T> T await(Future<T> future) throws ExecutionException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
  }

  /** The address of the page. */
  public URI address() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://%s:%d/".formatted(host, server.actualPort()));
  }

  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("[console] the HTTP server did not close in time: {}", e.getMessage());
    }
  }
}
