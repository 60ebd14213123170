package io.headrace.rollout;

import static io.headrace.rollout.RolloutRequests.expired;
import static io.headrace.rollout.RolloutRequests.fromVersion;
import static io.headrace.rollout.RolloutRequests.heldOut;
import static io.headrace.rollout.RolloutRequests.longSample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Phase;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.ResponsePrefix;
import io.headrace.schemas.Segment;
import io.headrace.schemas.ServiceState;
import io.headrace.schemas.TokenSource;
import io.headrace.schemas.Trace;
import io.headrace.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker on a real broker, with each backend. Two scenarios run at a time, since they mostly wait
 * for leases; each has a run and a worker of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@EnumSource(BackendKind.class)
class RolloutServiceIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A short lease, but longer than the usual pauses of threads on a busy machine. */
  private static final Duration LEASE = Duration.ofSeconds(9);

  private static final Duration SHORT_LEASE = Duration.ofSeconds(4);

  /** Tokens of a sample that takes seconds to decode with one token per call. */
  private static final int LONG = 3000;

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  private final BackendKind backend;
  @TempDir private Path folder;
  private WorkerRun run;

  RolloutServiceIT(BackendKind backend) {
    this.backend = backend;
  }

  @BeforeEach
  void openRun() {
    run = WorkerRun.open(BROKER, folder, backend);
  }

  @AfterEach
  void closeRun() {
    run.close();
  }

  @Test
  void eachSampleOfARequestIsWrittenAsATrace() {
    // Given a worker that serves version 0
    run.publish(0);
    run.startWorker("a");

    // When six groups of four samples are requested
    List<GroupRequest> requests = List.of(1, 2, 3, 4, 5, 6).stream().map(run::request).toList();
    requests.forEach(run::send);
    List<Trace> traces = run.output().traces(24);

    // Then each sample is written once, with tokens, log-probs and one segment
    assertThat(traces.stream().map(Trace::getTraceId).collect(Collectors.toSet())).hasSize(24);
    for (Trace trace : traces) {
      assertThat(trace.getLogProbs()).hasSameSizeAs(trace.getTokens());
      assertThat(trace.getSegments())
          .containsExactly(
              Segment.newBuilder()
                  .setWeightsVersion(0L)
                  .setTokens(trace.getTokens().size())
                  .build());
      assertThat(trace.getAttempt()).isEqualTo(1);
      assertThat(trace.getWorker()).isEqualTo("a");
    }
    assertThat(run.status().state()).isEqualTo(ServiceState.RUNNING);
    assertThat(run.status().weightsVersion()).hasValue(0);
  }

  @Test
  void aRequestWithAPrefixIsContinued() {
    // Given a trace that version 0 drew
    run.publish(0);
    run.startWorker("a");
    GroupRequest whole = run.request(1);
    run.send(whole);
    Trace first =
        run.output().traces(whole.getSamples()).stream()
            .filter(trace -> trace.getTokens().size() > 6)
            .findFirst()
            .orElseThrow();

    // When another request has its first tokens as prefix, two of them from the environment
    List<Segment> segments =
        List.of(
            new Segment(0L, 3, TokenSource.MODEL, false),
            new Segment(0L, 2, TokenSource.ENVIRONMENT, false));
    GroupRequest continued =
        GroupRequest.newBuilder(run.request(2))
            .setTask(whole.getTask())
            .setSampling(whole.getSampling())
            .setPrefixes(
                List.of(
                    new ResponsePrefix(
                        first.getSample(),
                        first.getTokens().subList(0, 5),
                        first.getLogProbs().subList(0, 5),
                        segments)))
            .build();
    run.send(continued);
    Trace second =
        run.output().traces(2 * whole.getSamples()).stream()
            .filter(trace -> trace.getGroupId().equals(continued.getGroupId()))
            .filter(trace -> trace.getSample() == first.getSample())
            .findFirst()
            .orElseThrow();

    // Then the trace is the same, and its segments separate the prefix from the new tokens
    assertThat(second.getTokens()).isEqualTo(first.getTokens());
    assertThat(second.getText()).isEqualTo(first.getText());
    assertThat(second.getSegments())
        .startsWith(segments.toArray(Segment[]::new))
        .endsWith(new Segment(0L, first.getTokens().size() - 5, TokenSource.MODEL, true))
        .hasSize(3);
  }

  @Test
  void aSwapMidTraceMakesTwoSegments() {
    // Given a long sample
    run.publish(0);
    run.leaseFor(LIMIT);
    run.startWorker("a");
    run.send(longSample(run.request(1), LONG));
    run.awaitBusy();

    // When version 1 is published meanwhile
    run.publish(1);
    Trace trace = run.output().traces(1).getFirst();

    // Then the trace has a segment of each version and is of the first delivery
    assertThat(trace.getSegments()).extracting(Segment::getWeightsVersion).containsExactly(0L, 1L);
    assertThat(trace.getSegments().stream().mapToInt(Segment::getTokens).sum()).isEqualTo(LONG);
    assertThat(trace.getAttempt()).isEqualTo(1);
  }

  @Test
  void leasesOfSeveralRequestsAreRenewedTogether() {
    // Given a worker that serves version 0, whose consumers have their partitions
    run.publish(0);
    run.leaseFor(LEASE);
    run.startWorker("a");
    run.awaitConsumers();

    // When it holds more requests for version 1 than it has consumers until leases were renewed,
    // and then samples them, which takes most machines longer than a lease
    run.send(
        IntStream.rangeClosed(1, 16)
            .mapToObj(i -> fromVersion(longSample(run.request(i), LONG), 1))
            .toList());
    await().atMost(LIMIT).until(() -> run.metric("headrace_rollout_renewed_leases") >= 16);
    run.publish(1);
    List<Trace> traces = run.output().traces(16);

    // Then each is sampled once, on its first delivery
    assertThat(traces.stream().map(Trace::getGroupId).distinct()).hasSize(16);
    assertThat(traces).allMatch(trace -> trace.getAttempt() == 1);
  }

  @Test
  void aClosedWorkersRequestGoesToAnother() {
    // Given a worker in the middle of a long sample
    run.publish(0);
    run.startWorker("a");
    run.send(longSample(run.request(1), LONG));
    run.awaitBusy();

    // When it is closed and another starts
    run.closeWorkers();
    run.leaseFor(LIMIT);
    run.startWorker("b");

    // Then the other worker samples it, on the second delivery
    Trace trace = run.output().traces(1).getFirst();
    assertThat(trace.getWorker()).isEqualTo("b");
    assertThat(trace.getAttempt()).isEqualTo(2);
  }

  @Test
  void aKilledWorkersRequestIsDeliveredAgainAndSampledWhole() {
    // Given a worker process in the middle of a long sample
    run.publish(0);
    run.leaseFor(LEASE);
    run.send(longSample(run.request(1), LONG));
    WorkerProcess killed = run.startProcess();

    // When it is killed without leaving the share group, and another worker starts
    killed.kill();
    run.leaseFor(LIMIT);
    run.startWorker("b");

    // Then the other worker samples the request from its first token, on a later delivery
    Trace trace = run.output().traces(1).getFirst();
    assertThat(trace.getWorker()).isEqualTo("b");
    assertThat(trace.getAttempt()).isGreaterThan(1);
    assertThat(trace.getTokens()).hasSize(LONG);
  }

  @Test
  void aWorkerThatWasSuspendedPastItsLeaseResumes() {
    // Given a worker process in the middle of a long sample
    run.publish(0);
    run.leaseFor(SHORT_LEASE);
    run.send(longSample(run.request(1), LONG));
    WorkerProcess worker = run.startProcess();

    // When it is suspended for longer than its leases last
    worker.suspend();
    await().pollDelay(SHORT_LEASE.multipliedBy(3)).atMost(LIMIT).until(() -> true);
    run.leaseFor(LIMIT);
    worker.resume();
    run.send(run.request(2));

    // Then it drops the lost request and samples both requests
    assertThat(run.output().distinctTraces(5))
        .allMatch(trace -> trace.getWorker().equals("killed"));
  }

  @Test
  void aRequestThatWaitsForItsWeightsDoesNotBlockOthers() {
    // Given a worker that serves version 0 and holds a request for version 1
    run.publish(0);
    run.startWorker("a");
    run.awaitConsumers();
    run.send(fromVersion(run.request(1), 1));
    run.awaitPending();

    // When requests past their deadlines follow on all partitions
    run.send(IntStream.rangeClosed(2, 17).mapToObj(i -> expired(run.request(i))).toList());

    // Then they are acknowledged although the first is still held
    await().atMost(LIMIT).until(() -> run.metric("headrace_rollout_expired_requests") == 16);

    // And when version 1 is published, the first is sampled with version 1 only
    run.publish(1);
    List<Trace> traces = run.output().traces(4);
    assertThat(traces).allMatch(trace -> trace.getGroupId().endsWith(".1"));
    assertThat(traces)
        .allSatisfy(
            trace ->
                assertThat(trace.getSegments())
                    .extracting(Segment::getWeightsVersion)
                    .containsExactly(1L));
  }

  @Test
  void queuedTrainingRequestsDoNotDelayTheLastEvaluation() {
    // Given a worker that samples training requests
    run.publish(0);
    run.startWorker("a");
    List.of(1, 2, 3).forEach(i -> run.send(longSample(run.request(i), LONG)));
    run.awaitBusy();

    // When no further step is taken and the last weights are evaluated
    run.enter(Phase.FINISHING);
    run.send(heldOut(run.request(4)));

    // Then only the held-out samples are written, and the training groups are abandoned
    assertThat(run.output().traces(4)).allMatch(trace -> trace.getPurpose() == Purpose.EVALUATION);
    await().atMost(LIMIT).until(() -> run.metric("headrace_rollout_expired_requests") >= 3);
    assertThat(run.output().abandonedGroups(3)).hasSize(3);
  }
}
