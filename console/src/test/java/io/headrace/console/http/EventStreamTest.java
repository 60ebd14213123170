package io.headrace.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.console.LiveRun;
import io.headrace.console.demo.DemoEvents;
import io.headrace.console.demo.MemoryLog;
import io.headrace.schemas.Stage;
import io.headrace.schemas.topics.Topic;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventStreamTest {
  /** Enough to fill the buffers of kernel and server for a page that does not read. */
  private static final String BULK = "x".repeat(4 << 20);

  private final LiveRun live = new LiveRun(DemoEvents.RUN, Clock.systemUTC());
  private final EventStream events =
      new EventStream(live, EventStreamTest::answer, Duration.ofSeconds(1));
  private final MemoryLog log = new MemoryLog(live);
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean listened = new AtomicBoolean();
  private long steps;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  private static RunAnswer answer(LiveRun live) {
    return new RunAnswer(
        "instance",
        true,
        BULK,
        new Goals(0, 0, 0, 0, Duration.ZERO),
        live.query((view, now) -> view.snapshot(now)));
  }

  @BeforeEach
  void serve() throws Exception {
    Router router = Router.router(vertx);
    router
        .get("/events")
        .handler(
            page -> {
              events.handle(page);
              listened.set(true);
            });
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(SocketAddress.inetSocketAddress(0, "127.0.0.1"))
            .toCompletionStage()
            .toCompletableFuture()
            .get(90, TimeUnit.SECONDS);
    events.start(vertx);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
  }

  @Test
  @Timeout(240)
  void letsAPageGoThatReadsNothing() throws Exception {
    // Given a page that requests events and reads none of them
    try (Socket page = new Socket()) {
      page.setReceiveBufferSize(4 << 10);
      page.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
      page.getOutputStream()
          .write(
              "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      // When steps are completed for longer than the read limit
      CountDownLatch released = new CountDownLatch(1);
      vertx.setPeriodic(20, timer -> step(released));
      assertThat(released.await(200, TimeUnit.SECONDS)).isTrue();
      // Then its connection is closed after a few updates, however many steps there were
      assertThat(drain(page.getInputStream())).isLessThan(8L * BULK.length());
    }
  }

  private void step(CountDownLatch released) {
    Instant now = Instant.now();
    log.take(Topic.STEPS, "", now, DemoEvents.step(++steps, Stage.SFT, now).build());
    if (listened.get() && events.listeners() == 0) {
      released.countDown();
    }
  }

  private static long drain(InputStream in) throws Exception {
    try {
      return in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.net.SocketException reset) {
      return 0;
    }
  }
}
