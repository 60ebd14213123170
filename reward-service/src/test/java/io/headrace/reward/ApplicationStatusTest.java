package io.headrace.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.ServiceState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationStatusTest {

  @ParameterizedTest
  @CsvSource({
    "RUNNING, RUNNING, RUNNING",
    "RUNNING, STARTING, STARTING",
    "STARTING, FAILED, FAILED",
    "STOPPED, RUNNING, STOPPED",
    "DRAINING, STOPPED, STOPPED",
  })
  void theServiceHasTheLeastHealthyStateOfItsApplications(
      ServiceState one, ServiceState other, ServiceState expected) {
    assertThat(status(one, "").and(status(other, "")).state()).isEqualTo(expected);
    assertThat(status(other, "").and(status(one, "")).state()).isEqualTo(expected);
  }

  @Test
  void theServiceReportsTheMetricsAndProblemsOfItsApplications() {
    // Given
    ApplicationStatus one =
        ApplicationStatus.of(ServiceState.RUNNING, () -> Map.of("a", 1.0), "the first retries");
    ApplicationStatus other =
        ApplicationStatus.of(ServiceState.RUNNING, () -> Map.of("b", 2.0), "");

    // When
    ApplicationStatus both = one.and(other);

    // Then
    assertThat(both.metrics()).isEqualTo(Map.of("a", 1.0, "b", 2.0));
    assertThat(both.problem()).isEqualTo("the first retries");
    assertThat(both.and(status(ServiceState.FAILED, "the second failed")).problem())
        .isEqualTo("the first retries; the second failed");
    assertThat(both.ofService().ready()).isFalse();
  }

  @Test
  void anApplicationThatDoesNotRunHasNoMetrics() {
    assertThat(status(ServiceState.STARTING, "").metrics()).isEmpty();
  }

  private static ApplicationStatus status(ServiceState state, String problem) {
    return ApplicationStatus.of(state, () -> Map.of("c", 3.0), problem);
  }
}
