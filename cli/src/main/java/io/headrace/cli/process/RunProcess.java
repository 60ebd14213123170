package io.headrace.cli.process;

import io.headrace.embedded.EmbeddedKafkaException;
import io.headrace.embedded.EmbeddedKafkaException.Reason;
import io.headrace.learner.service.UsableObjectives;
import io.headrace.pipeline.config.KafkaMode;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.FullDisk;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.kafka.KafkaClients;
import io.headrace.pipeline.service.AdminEndpoint;
import io.headrace.pipeline.service.Heartbeats;
import io.headrace.pipeline.service.InstanceId;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one process: the embedded broker if this process has it, services, heartbeats and
 * the admin endpoint; opened in that order and closed in reverse. {@link #close} may be called from
 * any thread.
 */
public final class RunProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunProcess.class);
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(10);
  private static final String LOOPBACK = "127.0.0.1";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Service> services = new ArrayList<>();
  private final Path folder;
  private final KafkaClients kafka;
  private final int adminPort;
  private final List<String> notes;
  private volatile @Nullable Broker broker;

  private RunProcess(
      LoadedConfig loaded,
      List<ServiceKind> kinds,
      boolean ownBroker,
      AdminPort port,
      boolean acceptChanges) {
    this.folder = loaded.config().storage().dataFolder();
    StartWatch watch = new StartWatch(this::brokerProblem);
    try (watch) {
      RunConfig config = loaded.config();
      if (kinds.contains(ServiceKind.LEARNER)) {
        UsableModel.require(config);
        UsableObjectives.require(config);
      }
      this.kafka = clients(config, ownBroker);
      RunRegistration.createTopics(loaded, kafka);
      ServiceContext context = context(config);
      Optional<Service> curriculum = curriculum(kinds, context);
      this.notes = register(loaded, kinds, acceptChanges);
      this.adminPort =
          startServices(context, kind -> create(kind, context, curriculum), kinds, port, watch);
    } catch (RuntimeException e) {
      RuntimeException cause =
          watch.failure().<RuntimeException>map(f -> f).orElse(explainByDisk(e));
      close();
      throw cause;
    }
  }

  /** Replaces a failure by the full disk of the data folder if that is its likely cause. */
  private RuntimeException explainByDisk(RuntimeException problem) {
    return mayBeDiskFailure(problem)
        ? FullDisk.behindFailureIn(folder)
            .<RuntimeException>map(
                sentence -> new HeadraceException(ErrorCode.DISK_FAILED, sentence, problem))
            .orElse(problem)
        : problem;
  }

  private static boolean mayBeDiskFailure(RuntimeException problem) {
    return switch (problem) {
      case HeadraceException e -> e.code().category() != ErrorCode.Category.CALLER;
      case EmbeddedKafkaException e ->
          e.reason() == Reason.FOLDER_UNUSABLE || e.reason() == Reason.START_FAILED;
      case IllegalArgumentException _ -> false;
      default -> true;
    };
  }

  /**
   * All services of a run in this process, with the embedded broker unless an external one is
   * configured.
   *
   * @param adminPort port of health and metrics on loopback
   * @param acceptChanges whether an existing run continues although settings that define it changed
   * @throws io.headrace.pipeline.error.HeadraceException SETTINGS_CHANGED when they changed and
   *     that is not accepted
   */
  public static RunProcess whole(LoadedConfig loaded, AdminPort adminPort, boolean acceptChanges) {
    boolean embedded = loaded.config().kafka().mode() == KafkaMode.EMBEDDED;
    return new RunProcess(loaded, ServiceKind.wholeRun(), embedded, adminPort, acceptChanges);
  }

  /** One service, or only the embedded broker. */
  public static RunProcess single(
      LoadedConfig loaded, ServiceKind kind, AdminPort adminPort, boolean acceptChanges) {
    boolean broker = kind == ServiceKind.BROKER;
    return new RunProcess(
        loaded, broker ? List.of() : List.of(kind), broker, adminPort, acceptChanges);
  }

  /** Compares the settings with the run's; also for a learner, which uses its own process's. */
  private List<String> register(
      LoadedConfig loaded, List<ServiceKind> kinds, boolean acceptChanges) {
    if (kinds.contains(ServiceKind.CURRICULUM)) {
      return RunRegistration.announce(loaded, kafka, Clock.systemUTC(), acceptChanges);
    }
    return kinds.contains(ServiceKind.LEARNER)
        ? RunRegistration.check(loaded, kafka, acceptChanges)
        : List.of();
  }

  private KafkaClients clients(RunConfig config, boolean ownBroker) {
    if (!ownBroker) {
      return RunClients.connect(config);
    }
    Broker own = open(Broker.start(config));
    broker = own;
    return RunClients.of(config, own.bootstrapServers());
  }

  private ServiceContext context(RunConfig config) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(metrics);
    new NativeMemoryMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    return new ServiceContext(
        config, kafka, metrics, Clock.systemUTC(), InstanceId.ofThisProcess());
  }

  /**
   * Creates the curriculum, which reads the tasks, before the run is registered. So a run with
   * invalid tasks is not registered with these settings.
   */
  private static Optional<Service> curriculum(List<ServiceKind> kinds, ServiceContext context) {
    return kinds.contains(ServiceKind.CURRICULUM)
        ? Optional.of(ServiceFactory.create(ServiceKind.CURRICULUM, context))
        : Optional.empty();
  }

  private static Service create(
      ServiceKind kind, ServiceContext context, Optional<Service> curriculum) {
    return curriculum
        .filter(_ -> kind == ServiceKind.CURRICULUM)
        .orElseGet(() -> ServiceFactory.create(kind, context));
  }

  private int startServices(
      ServiceContext context,
      Function<ServiceKind, Service> create,
      List<ServiceKind> kinds,
      AdminPort port,
      StartWatch watch) {
    for (ServiceKind kind : kinds) {
      Service service = create.apply(kind);
      services.add(open(service));
      service.start();
      watch.check();
      LOG.info("[{}] started", service.name());
    }
    Heartbeats beats = open(Heartbeats.start(context, services));
    PrometheusMeterRegistry metrics = (PrometheusMeterRegistry) context.metrics();
    AdminEndpoint endpoint =
        port.open(at -> AdminEndpoint.open(LOOPBACK, at, services, beats::problem, metrics));
    int bound = open(endpoint).port();
    watch.check();
    return bound;
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Clients of the run's broker. */
  public KafkaClients kafka() {
    return kafka;
  }

  /** The services, in the order they were started. */
  public List<Service> services() {
    return List.copyOf(services);
  }

  /** Notes about changed settings and a finished run, one line each. */
  public List<String> notes() {
    return notes;
  }

  /** The port of health and metrics. */
  public int adminPort() {
    return adminPort;
  }

  /**
   * One sentence for each failed service, and for this process's broker if it failed; a single one
   * about the data folder's disk if that is full and so the cause of all.
   */
  public List<String> problems() {
    Stream<String> failed =
        services.stream()
            .map(Service::status)
            .filter(status -> !status.live())
            .map(ServiceStatus::problem);
    List<String> problems = Stream.concat(failed, brokerProblem().stream()).toList();
    return problems.isEmpty()
        ? problems
        : FullDisk.behindFailureIn(folder).map(List::of).orElse(problems);
  }

  /** This process's broker failure. Checks the disk too: a broker may notice it minutes later. */
  private Optional<String> brokerProblem() {
    Broker own = broker;
    if (own == null) {
      return Optional.empty();
    }
    String fault = own.problem();
    return fault.isEmpty()
        ? FullDisk.of(folder)
        : FullDisk.behindFailureIn(folder).or(() -> Optional.of(fault));
  }

  /**
   * Closes the parts in reverse order of opening. If this process's broker failed, the services
   * can't drain, so this returns after {@link #CLOSING_LIMIT} while closing continues on a daemon
   * thread.
   */
  @Override
  public void close() {
    if (brokerProblem().isEmpty()) {
      closeAll();
      return;
    }
    Thread closing = Thread.ofPlatform().daemon().name("closing").start(this::closeAll);
    try {
      if (!closing.join(CLOSING_LIMIT)) {
        LOG.info("closing did not finish within {}, since the broker failed", CLOSING_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeAll() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("closing {} failed: {}", resource.getClass().getSimpleName(), e.getMessage());
      }
    }
  }
}
