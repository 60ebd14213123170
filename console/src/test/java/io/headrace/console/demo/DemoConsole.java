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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A console over the made-up run, live: for developing the page and for its browser test. */
public final class DemoConsole implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConsoleServer server;
  private final MemoryLog log;

  /**
   * Starts to serve.
   *
   * @param age how long the run has been going on
   */
  public DemoConsole(int port, Duration age) {
    Instant now = Instant.now();
    LiveRun live = new LiveRun(DemoEvents.RUN, Clock.systemUTC());
    log = new MemoryLog(live);
    if (age.isPositive()) {
      DemoFeed feed = new DemoFeed(7, now.minus(age), log);
      feed.advance(now);
      var _ =
          timer.scheduleAtFixedRate(
              () -> feed.advance(Instant.now()), 100, 100, TimeUnit.MILLISECONDS);
    }
    live.markCaughtUp();
    server =
        ConsoleServer.start(
            new ConsoleConfig("127.0.0.1", port, Optional.empty()),
            new ConsoleServer.Parts(
                live,
                log,
                new Goals(0.35, 0.94, 0.85, 150, Duration.ofMinutes(5)),
                () -> ServiceStatus.of(ServiceState.RUNNING),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  /** Where the page is. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    server.close();
  }

  /** Serves until the process is ended: {@code DemoConsole [port] [age in seconds]}. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8710;
    long age = arguments.length > 1 ? Long.parseLong(arguments[1]) : 240;
    try (DemoConsole console = new DemoConsole(port, Duration.ofSeconds(age))) {
      System.out.println(console.address());
      Thread.currentThread().join();
    }
  }
}
