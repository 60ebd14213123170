package io.headrace.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.HeadraceException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartWatchTest {

  @Test
  void aStartThatWaitsForAFailedBrokerIsInterruptedWithItsProblem() {
    // Given a start that blocks indefinitely
    try (StartWatch watch = new StartWatch(() -> Optional.of("[data] the disk is full"))) {
      // When the broker has failed
      assertThatThrownBy(() -> new CountDownLatch(1).await())
          .isInstanceOf(InterruptedException.class);
      // Then the wait is interrupted and the problem is thrown
      assertThatThrownBy(watch::check)
          .isInstanceOf(HeadraceException.class)
          .hasMessage("[data] the disk is full");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aStartWithoutProblemContinues() {
    try (StartWatch watch = new StartWatch(Optional::empty)) {
      watch.check();
      assertThat(watch.failure()).isEmpty();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
