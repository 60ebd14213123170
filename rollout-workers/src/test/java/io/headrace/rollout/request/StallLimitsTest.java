package io.headrace.rollout.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.testkit.RunFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StallLimitsTest {

  private static final Instant START = RunFixture.START;

  private final StallLimits limits =
      new StallLimits(Duration.ofSeconds(60), Duration.ofSeconds(90));

  @Test
  void aJobWaitsForItsWeightsAsLongAsItsPurposeAllows() {
    // Given a training job and a held-out one, delivered at the same time
    GroupRequest request = RunFixture.of("run").request(1);
    GroupJob training = job(GroupRequest.newBuilder(request).setPurpose(Purpose.TRAIN).build());
    GroupJob heldOut = job(GroupRequest.newBuilder(request).setPurpose(Purpose.EVALUATION).build());

    // When / Then each is overdue once its own limit has passed
    assertThat(limits.isOverdue(training, START.plusSeconds(59))).isFalse();
    assertThat(limits.isOverdue(training, START.plusSeconds(60))).isTrue();
    assertThat(limits.isOverdue(heldOut, START.plusSeconds(89))).isFalse();
    assertThat(limits.isOverdue(heldOut, START.plusSeconds(90))).isTrue();
  }

  @Test
  void theEngineMayStallForTheShorterOfBoth() {
    assertThat(limits.shortest()).isEqualTo(Duration.ofSeconds(60));
    assertThat(new StallLimits(Duration.ofSeconds(9), Duration.ofSeconds(3)).shortest())
        .isEqualTo(Duration.ofSeconds(3));
  }

  private static GroupJob job(GroupRequest request) {
    return new GroupJob(request, new int[] {2}, 1, START, _ -> {});
  }
}
