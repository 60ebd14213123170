package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartWatchTest {

  @Test
  void aStartThatWaitsForABrokerThatFailedIsEndedWithItsProblem() {
    // Given a start that waits for what never comes
    try (StartWatch watch = new StartWatch(() -> Optional.of("[data] the disk is full"))) {
      // When the broker has failed
      assertThatThrownBy(() -> new CountDownLatch(1).await())
          .isInstanceOf(InterruptedException.class);
      // Then the wait is over and the problem is thrown
      assertThatThrownBy(watch::check)
          .isInstanceOf(HeadraceException.class)
          .hasMessage("[data] the disk is full");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aStartWithoutProblemGoesOn() {
    try (StartWatch watch = new StartWatch(Optional::empty)) {
      watch.check();
      assertThat(watch.failure()).isEmpty();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
