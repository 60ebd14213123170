package io.headrace.console;

import io.headrace.console.http.ConsoleServer;
import io.headrace.console.http.Goals;
import io.headrace.console.log.KafkaRunLog;
import io.headrace.console.log.RunReader;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.ServiceState;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The console as a service of a run: follows the run's topics and serves the page. */
public final class ConsoleService implements Service {
  private static final Duration START = Duration.ofSeconds(30);

  private final ServiceContext context;
  private final LiveRun live;
  private final ServiceThread reader;
  private @Nullable KafkaRunLog log;
  private @Nullable ConsoleServer server;

  /** Creates the console; {@link #start} starts it. */
  public ConsoleService(ServiceContext context) {
    this.context = context;
    this.live = new LiveRun(context.run(), context.clock());
    this.reader = new ServiceThread("console", new RunReader(context, live));
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public synchronized void start() {
    KafkaRunLog opened = new KafkaRunLog(context);
    log = opened;
    server =
        ConsoleServer.start(
            context.config().console(),
            new ConsoleServer.Parts(
                live, opened, Goals.of(context.config()), this::status, context.metrics()));
    reader.start(START);
  }

  /**
   * The address of the page.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public synchronized URI address() {
    if (server == null) {
      throw new IllegalStateException("the console is not started");
    }
    return server.address();
  }

  @Override
  public ServiceStatus status() {
    ServiceState state = reader.state();
    boolean reading = state == ServiceState.RUNNING && !live.caughtUp();
    return new ServiceStatus(
        reading ? ServiceState.STARTING : state, OptionalLong.empty(), Map.of(), problem());
  }

  private String problem() {
    return reader.problem().isEmpty() ? live.problem() : reader.problem();
  }

  @Override
  public synchronized void close() {
    reader.close();
    if (server != null) {
      server.close();
      server = null;
    }
    if (log != null) {
      log.close();
      log = null;
    }
  }
}
