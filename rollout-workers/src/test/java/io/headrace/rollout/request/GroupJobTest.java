package io.headrace.rollout.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.GroupRequest;
import io.headrace.testkit.RunFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupJobTest {

  private static final Instant START = RunFixture.START;

  @Test
  void aJobIsSettledWhenItsLastTraceIsConfirmed() {
    // Given a job of four samples, three of them confirmed
    List<GroupJob> settled = new ArrayList<>();
    GroupJob job = job(settled);
    for (int i = 0; i < 3; i++) {
      job.confirmed();
    }
    assertThat(job.outcome()).isEmpty();

    // When the fourth is confirmed
    job.confirmed();

    // Then it is settled once, and later calls change nothing
    job.settle(RequestOutcome.UNNEEDED);
    assertThat(job.outcome()).contains(RequestOutcome.SAMPLED);
    assertThat(settled).containsExactly(job);
  }

  @Test
  void aJobWithATraceThatWasNotSentIsNotSampled() {
    // Given a job with a trace that was not sent
    List<GroupJob> settled = new ArrayList<>();
    GroupJob job = job(settled);
    job.settle(RequestOutcome.NOT_SENT);

    // When the others are confirmed, Then that changes nothing
    for (int i = 0; i < 4; i++) {
      job.confirmed();
    }
    assertThat(job.outcome()).contains(RequestOutcome.NOT_SENT);
    assertThat(settled).hasSize(1);
  }

  private static GroupJob job(List<GroupJob> settled) {
    GroupRequest request = RunFixture.of("run").request(1);
    return new GroupJob(request, new int[] {2}, 1, START, settled::add);
  }
}
