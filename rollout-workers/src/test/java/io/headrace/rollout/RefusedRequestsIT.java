package io.headrace.rollout;

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

/** Requests and weights versions that a worker refuses, on a real broker. */
class RefusedRequestsIT {

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
  void aRequestThatAnotherMemberTookAndNeverFinishedIsRedelivered() {
    // Given a member of the group that took the request, beside a worker
    run.publish(0);
    run.ask(run.request(1));
    try (var silent = run.takeAndFallSilent()) {
      assertThat(silent.taken()).isEqualTo(1);
      run.startWorker("a");

      // When the member leaves without a word
    }

    // Then nothing is lost
    assertThat(run.traces(4)).allMatch(trace -> trace.getAttempt() > 1);
  }

  @Test
  void badRecordsGoToTheDeadLettersAndTheStreamGoesOn() {
    // Given a worker, a record that is no event and a prompt that is too long
    run.publish(0);
    run.startWorker("a");
    run.write("poison".getBytes(StandardCharsets.UTF_8));
    run.ask(run.withPrompt(run.request(1), "9+".repeat(3000)));

    // When a good request follows
    run.ask(run.request(2));

    // Then it is sampled, and both bad ones are kept with their reasons
    assertThat(run.traces(4)).allMatch(trace -> trace.getGroupId().endsWith(".2"));
    List<DeadLetter> letters = run.deadLetters(2);
    assertThat(letters)
        .extracting(DeadLetter::getErrorCode)
        .containsExactlyInAnyOrder(
            ErrorCode.UNDECODABLE_RECORD.name(), ErrorCode.PROMPT_TOO_LONG.name());
    assertThat(letters).allMatch(letter -> letter.getService().equals("rollout-worker"));
  }

  @Test
  void aTaskThatKeepsComingBackEndsInTheDeadLetters() {
    // Given as many deliveries as the broker allows, but for those that a death may use up
    run.publish(0);
    run.ask(run.request(1));
    run.takeAndGiveBack(WorkerRun.NEAR_LIMIT - 1);

    // When a worker gets it
    run.startWorker("a");

    // Then it is dead-lettered with its reason
    DeadLetter letter = run.deadLetters(1).getFirst();
    assertThat(letter.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_DELIVERIES.name());
    assertThat(letter.getAttempt()).isEqualTo(WorkerRun.NEAR_LIMIT);
    assertThat(letter.getMessage())
        .contains("after %d deliveries (attempts: 1)".formatted(WorkerRun.NEAR_LIMIT));
    assertThat(run.abandonedGroups(1)).hasSize(1);
  }

  @Test
  void aTaskThatHadItsAttemptsEndsInTheDeadLetters() {
    // Given attempts of workers that ended: the first delivery's is not written
    run.publish(0);
    run.ask(run.request(1));
    run.takeAndGiveBack(1);
    run.beginAttempts(WorkerRun.MAX_DELIVERIES - 1);

    // When a worker gets it
    run.startWorker("a");

    // Then it is dead-lettered, though delivered less often than that
    DeadLetter letter = run.deadLetters(1).getFirst();
    assertThat(letter.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_DELIVERIES.name());
    assertThat(letter.getMessage()).contains("after 5 attempts in 2 deliveries");
    assertThat(run.abandonedGroups(1)).hasSize(1);
  }

  @Test
  void tasksThatWereBegunBeforeAreSampledAllTheSame() {
    // Given several tasks with one written attempt each, delivered more often than is allowed
    run.publish(0);
    List<GroupRequest> requests = List.of(1, 2, 3).stream().map(run::request).toList();
    run.ask(requests);
    run.takeAndGiveBackAll(requests.size(), WorkerRun.MAX_DELIVERIES);
    run.beginAttempts(1);

    // When a worker gets them
    run.startWorker("a");
    List<Trace> traces = run.unlikeTraces(12);

    // Then it samples each, having written that it would
    assertThat(traces.stream().map(Trace::getGroupId).distinct()).hasSize(3);
    assertThat(run.attempts(6)).filteredOn(attempt -> attempt.getAttempt() == 2).hasSize(3);
  }

  @Test
  void aCorruptVersionIsRefusedAndTheOldOneServedOn() {
    // Given a worker that serves version 0
    run.publish(0);
    run.startWorker("a");
    run.ask(run.request(1));
    run.traces(4);

    // When version 1 comes with a flipped byte
    run.publishCorrupt(1);
    await().atMost(LIMIT).until(() -> !run.status().problem().isEmpty());

    // Then the heartbeat would say so, and version 0 is served on
    assertThat(run.status().problem()).contains("SHA-256", "v1");
    run.ask(run.request(2));
    assertThat(run.traces(8).getLast().getSegments())
        .extracting(Segment::getWeightsVersion)
        .containsExactly(0L);
    assertThat(run.status().weightsVersion()).hasValue(0);
  }
}
