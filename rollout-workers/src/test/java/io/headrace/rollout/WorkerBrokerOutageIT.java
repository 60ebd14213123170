package io.headrace.rollout;

import static io.headrace.rollout.RolloutRequests.longSample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.ServiceState;
import io.headrace.schemas.Trace;
import io.headrace.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker is stopped and started again. */
class WorkerBrokerOutageIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Longer than a commit's deadline and than the leases. */
  private static final Duration OUTAGE = Duration.ofSeconds(8);

  private static final Duration LEASE = Duration.ofSeconds(6);

  @RegisterExtension
  static final TestBroker BROKER = TestBroker.own(options -> options.withShareLockDuration(LEASE));

  @TempDir private Path folder;

  @Test
  void theWorkerResumesAfterAnOutageAndLosesNoRequest() {
    try (WorkerRun run = WorkerRun.open(BROKER, folder)) {
      // Given a worker in the middle of long samples
      run.publish(0);
      run.startWorker("a");
      List.of(1, 2, 3, 4).forEach(i -> run.send(longSample(run.request(i), 3000)));
      run.awaitBusy();

      // When the broker is down for longer than the leases last
      BROKER.stop();
      await().pollDelay(OUTAGE).atMost(LIMIT).until(() -> true);
      BROKER.restart();
      run.send(run.request(5));

      // Then every request is sampled, and the worker never stopped
      assertThat(run.output().distinctTraces(8))
          .extracting(Trace::getGroupId)
          .contains(run.request(5).getGroupId());
      assertThat(run.status().state()).isEqualTo(ServiceState.RUNNING);
    }
  }
}
