package io.headrace.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceThreadTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Long enough that a test that waited for it would fail by its own limit. */
  private static final Duration FOR_EVER = Duration.ofHours(1);

  /** A loop that records its calls and throws the given exceptions. */
  private static final class ScriptedLoop implements ServiceThread.Loop {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Deque<RuntimeException> failuresOfRun = new ArrayDeque<>();
    private final Deque<RuntimeException> recoveries = new ArrayDeque<>();
    private final CountDownLatch succeeded = new CountDownLatch(1);
    private RuntimeException atOpening = new IllegalStateException("not set");
    private boolean opens = true;

    @Override
    public void open() {
      calls.add("open");
      if (!opens) {
        throw atOpening;
      }
    }

    @Override
    public void runOnce() {
      note("runOnce", failuresOfRun);
      succeeded.countDown();
    }

    @Override
    public void recover() {
      note("recover", recoveries);
    }

    @Override
    public void drain() {
      calls.add("drain");
    }

    private void note(String call, Deque<RuntimeException> failures) {
      RuntimeException failure = failures.poll();
      if (succeeded.getCount() > 0) {
        calls.add(call);
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final ScriptedLoop loop = new ScriptedLoop();

  @Test
  void theThreadWaitsForAnUnreachableBrokerAndTheLoopRecovers() throws Exception {
    // Given a call of runOnce that fails, and a recovery that fails too
    loop.failuresOfRun.add(new TimeoutException("no answer"));
    loop.recoveries.add(new TimeoutException("still none"));

    // When
    try (ServiceThread thread = thread(Duration.ofMillis(1))) {
      thread.start(LIMIT);
      assertThat(loop.succeeded.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    // Then
    assertThat(loop.calls)
        .containsExactly("open", "runOnce", "recover", "recover", "runOnce", "drain");
  }

  @Test
  void theFailureIsTheProblemWhileTheServiceWaitsAndAStopEndsTheWait() throws Exception {
    // Given a service that waits for the broker
    loop.failuresOfRun.add(new TimeoutException("no answer"));
    try (ServiceThread thread = thread(FOR_EVER)) {
      thread.start(LIMIT);
      while (thread.problem().isEmpty()) {
        Thread.onSpinWait();
      }

      // When / Then
      assertThat(thread.problem()).contains("no answer").contains("retries");
      assertThat(thread.state()).isEqualTo(ServiceState.RUNNING);
    }
    assertThat(loop.calls).containsExactly("open", "runOnce", "drain");
  }

  @Test
  void aRefusalEndsTheServiceAtOnceWithItsSentence() {
    // Given
    loop.failuresOfRun.add(new TopicAuthorizationException(Set.of("run.steps")));
    ServiceThread thread = thread(FOR_EVER);

    // When
    thread.start(LIMIT);
    while (thread.state() != ServiceState.FAILED) {
      Thread.onSpinWait();
    }

    // Then
    assertThat(thread.problem())
        .isEqualTo(
            "learner stopped: [kafka] a call of the learner failed: Not authorized to access"
                + " topics: [run.steps]; allow the principal of kafka.properties to read and write"
                + " run.steps");
    thread.close();
    assertThat(loop.calls).containsExactly("open", "runOnce", "drain");
  }

  @Test
  void aFailedOpenIsThrownByStart() {
    // Given
    loop.opens = false;
    loop.atOpening = new TimeoutException("no answer");
    ServiceThread thread = thread(FOR_EVER);

    // When / Then
    assertThatThrownBy(() -> thread.start(LIMIT))
        .isInstanceOf(HeadraceException.class)
        .hasMessageContaining("no answer; check kafka.bootstrap-servers");
    thread.close();
  }

  private ServiceThread thread(Duration pause) {
    BackOff backOff = new BackOff(pause, pause, new SplittableRandom(1));
    return new ServiceThread("learner", loop, new RetryPolicy("learner", backOff));
  }
}
