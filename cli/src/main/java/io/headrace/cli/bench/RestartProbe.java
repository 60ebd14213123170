package io.headrace.cli.bench;

import io.headrace.cli.process.AdminPort;
import io.headrace.cli.process.RunProcess;
import io.headrace.cli.process.ServiceKind;
import io.headrace.pipeline.config.LoadedConfig;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;

/** Measures the start of a service, started as by {@code headrace start}. */
final class RestartProbe {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(5);
  private static final String BYTES_OUT =
      "kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec";

  private RestartProbe() {}

  /**
   * The measurements of one start.
   *
   * @param seconds time from the creation of the process until the service is ready
   * @param megabytes bytes that the broker sent meanwhile, in 10⁶ bytes
   * @param heap live heap of the ready service after garbage collection, in 10⁶ bytes
   */
  record Measured(double seconds, double megabytes, double heap) {}

  static Measured start(LoadedConfig config, ServiceKind kind) {
    long heapBefore = liveHeap();
    long bytesBefore = bytesOut();
    long began = System.nanoTime();
    try (RunProcess process = RunProcess.single(config, kind, AdminPort.fixed(0), true)) {
      awaitReady(process);
      double seconds = (System.nanoTime() - began) / 1e9;
      double megabytes = (bytesOut() - bytesBefore) / 1e6;
      return new Measured(seconds, megabytes, Math.max(0, liveHeap() - heapBefore) / 1e6);
    }
  }

  static void awaitReady(RunProcess process) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!process.services().stream().allMatch(RestartProbe::isReady)) {
      if (!process.problems().isEmpty() || System.nanoTime() - deadline > 0) {
        throw new HeadraceException(
            ErrorCode.TIMED_OUT,
            "[bench restart] %s was not ready within %s %s; look at its log"
                .formatted(process.services().getFirst().name(), START_LIMIT, process.problems()));
      }
      LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
    }
  }

  /** Whether a service is ready; a rollout worker must also have weights. */
  private static boolean isReady(Service service) {
    ServiceStatus status = service.status();
    boolean serves =
        !service.name().equals(ServiceKind.ROLLOUT_WORKER.label())
            || status.weightsVersion().isPresent();
    return status.ready() && serves;
  }

  private static long liveHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < 3; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** The bytes that the brokers of this process have sent to clients so far. */
  private static long bytesOut() {
    try {
      Object count =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(new ObjectName(BYTES_OUT), "Count");
      return ((Number) count).longValue();
    } catch (JMException e) {
      throw new IllegalStateException("the broker of this process has no " + BYTES_OUT, e);
    }
  }
}
