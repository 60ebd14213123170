package io.headrace.rollout;

import static io.headrace.rollout.RolloutRequests.withPrompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.schemas.DeadLetter;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import io.headrace.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Requests and weights versions that a worker rejects, on a real broker. */
class RejectedRequestsIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @RegisterExtension static final TestBroker BROKER = TestBroker.shared();

  @TempDir private Path folder;
  private WorkerRun run;

  @BeforeEach
  void openRun() {
    run = WorkerRun.open(BROKER, folder);
  }

  @AfterEach
  void closeRun() {
    run.close();
  }

  @Test
  void aRequestThatAnotherMemberTookAndDidNotAcknowledgeIsRedelivered() {
    // Given a member of the group that took the request, beside a worker
    run.publish(0);
    run.send(run.request(1));
    try (var other = run.otherMembers().takeWithoutAcknowledging()) {
      assertThat(other.taken()).isEqualTo(1);
      run.startWorker("a");

      // When the member leaves without acknowledging it
    }

    // Then the worker samples the redelivered request
    assertThat(run.output().traces(4)).allMatch(trace -> trace.getAttempt() > 1);
  }

  @Test
  void badRecordsGoToTheDeadLettersAndLaterRequestsAreSampled() {
    // Given a worker, a record that can't be decoded and a prompt that is too long
    run.publish(0);
    run.startWorker("a");
    run.write("poison".getBytes(StandardCharsets.UTF_8));
    run.send(withPrompt(run.request(1), "9+".repeat(3000)));

    // When a good request follows
    run.send(run.request(2));

    // Then it is sampled, and both bad records are in the dead letters with their reasons
    assertThat(run.output().traces(4)).allMatch(trace -> trace.getGroupId().endsWith(".2"));
    List<DeadLetter> letters = run.output().deadLetters(2);
    assertThat(letters)
        .extracting(DeadLetter::getErrorCode)
        .containsExactlyInAnyOrder(
            ErrorCode.UNDECODABLE_RECORD.name(), ErrorCode.PROMPT_TOO_LONG.name());
    assertThat(letters).allMatch(letter -> letter.getService().equals("rollout-worker"));
  }

  @Test
  void aRequestNearTheBrokersDeliveryLimitGoesToTheDeadLetters() {
    // Given a request with two deliveries fewer than the broker's limit
    run.publish(0);
    run.send(run.request(1));
    run.otherMembers().takeAndRelease(WorkerRun.NEAR_LIMIT - 1);

    // When a worker gets it
    run.startWorker("a");

    // Then it is dead-lettered with its reason
    DeadLetter letter = run.output().deadLetters(1).getFirst();
    assertThat(letter.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_DELIVERIES.name());
    assertThat(letter.getAttempt()).isEqualTo(WorkerRun.NEAR_LIMIT);
    assertThat(letter.getMessage())
        .contains("after %d deliveries (attempts: 1)".formatted(WorkerRun.NEAR_LIMIT));
    assertThat(run.output().abandonedGroups(1)).hasSize(1);
  }

  @Test
  void aRequestThatUsedUpItsAttemptsGoesToTheDeadLetters() {
    // Given all attempts that are allowed; the attempt of the first delivery is not written
    run.publish(0);
    run.send(run.request(1));
    run.otherMembers().takeAndRelease(1);
    run.otherMembers().beginAttempts(WorkerRun.MAX_DELIVERIES - 1);

    // When a worker gets it
    run.startWorker("a");

    // Then it is dead-lettered, although it was delivered only twice
    DeadLetter letter = run.output().deadLetters(1).getFirst();
    assertThat(letter.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_DELIVERIES.name());
    assertThat(letter.getMessage()).contains("after 5 attempts in 2 deliveries");
    assertThat(run.output().abandonedGroups(1)).hasSize(1);
  }

  @Test
  void requestsWithAnEarlierAttemptAreSampledAgain() {
    // Given requests with one written attempt each and more deliveries than attempts are allowed
    run.publish(0);
    List<GroupRequest> requests = List.of(1, 2, 3).stream().map(run::request).toList();
    run.send(requests);
    run.otherMembers().takeAndReleaseAll(requests.size(), WorkerRun.MAX_DELIVERIES);
    run.otherMembers().beginAttempts(1);

    // When a worker gets them
    run.startWorker("a");
    List<Trace> traces = run.output().distinctTraces(12);

    // Then it writes an attempt for each and samples it
    assertThat(traces.stream().map(Trace::getGroupId).distinct()).hasSize(3);
    assertThat(run.output().attempts(6))
        .filteredOn(attempt -> attempt.getAttempt() == 2)
        .hasSize(3);
  }

  @Test
  void aCorruptVersionIsRejectedAndThePreviousOneStaysInUse() {
    // Given a worker that serves version 0
    run.publish(0);
    run.startWorker("a");
    run.send(run.request(1));
    run.output().traces(4);

    // When version 1 is published with a flipped byte
    run.publishCorrupt(1);
    await().atMost(LIMIT).until(() -> !run.status().problem().isEmpty());

    // Then the status reports it, and version 0 stays in use
    assertThat(run.status().problem()).contains("SHA-256", "v1");
    run.send(run.request(2));
    assertThat(run.output().traces(8).getLast().getSegments())
        .extracting(Segment::getWeightsVersion)
        .containsExactly(0L);
    assertThat(run.status().weightsVersion()).hasValue(0);
  }
}
