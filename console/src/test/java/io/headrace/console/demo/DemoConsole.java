package io.headrace.console.demo;

import io.headrace.console.LiveRun;
import io.headrace.console.http.ConsoleServer;
import io.headrace.console.http.Goals;
import io.headrace.pipeline.config.ConsoleConfig;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.schemas.ServiceState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A console with a generated run: for developing the page and for its browser tests. */
public final class DemoConsole implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final LiveRun live = new LiveRun(DemoEvents.RUN, Clock.systemUTC());
  private final MemoryLog log = new MemoryLog(live);
  private final ConsoleServer server;

  /**
   * Starts a console with a run that continues.
   *
   * @param age time since the start of the run
   */
  public DemoConsole(int port, Duration age) {
    this(port, Optional.empty());
    Instant now = Instant.now();
    DemoFeed feed = new DemoFeed(7, now.minus(age), log);
    feed.advance(now);
    var _ =
        timer.scheduleAtFixedRate(
            () -> feed.advance(Instant.now()), 100, 100, TimeUnit.MILLISECONDS);
  }

  /** Starts a console with a run in a constant state. */
  public DemoConsole(int port, Scene scene) {
    this(port, Optional.empty());
    scene.play(log, Instant.now());
    live.setProblem(scene.problem());
  }

  /**
   * Starts a console with a run that has not started.
   *
   * @param token the required token
   */
  public DemoConsole(int port, Optional<String> token) {
    live.markCaughtUp();
    server =
        ConsoleServer.start(
            new ConsoleConfig("127.0.0.1", port, token),
            new ConsoleServer.Parts(
                live,
                log,
                new Goals(0.35, 0.94, 0.85, 150, Duration.ofMinutes(5)),
                this::status,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  private ServiceStatus status() {
    return new ServiceStatus(ServiceState.RUNNING, OptionalLong.empty(), Map.of(), live.problem());
  }

  /** The address of the page. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    server.close();
  }

  /** Serves until the process is ended: {@code DemoConsole [port] [age in seconds or scene]}. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8710;
    String what = arguments.length > 1 ? arguments[1] : "240";
    try (DemoConsole console = console(port, what)) {
      System.out.println(console.address());
      Thread.currentThread().join();
    }
  }

  private static DemoConsole console(int port, String what) {
    return Character.isDigit(what.charAt(0))
        ? new DemoConsole(port, Duration.ofSeconds(Long.parseLong(what)))
        : new DemoConsole(port, Scene.valueOf(what.toUpperCase(Locale.ROOT).replace('-', '_')));
  }
}
