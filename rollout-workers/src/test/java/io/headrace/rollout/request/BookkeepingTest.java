package io.headrace.rollout.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.schemas.GroupRequest;
import io.headrace.testkit.RunFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookkeepingTest {

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

    // When the fourth is
    job.confirmed();

    // Then it is settled, once, whatever comes after
    job.settle(RequestOutcome.UNNEEDED);
    assertThat(job.outcome()).contains(RequestOutcome.SAMPLED);
    assertThat(settled).containsExactly(job);
  }

  @Test
  void aJobThatCouldNotBeSentIsNotSampled() {
    // Given a job one of whose traces was not sent
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

  @Test
  void tokensPerSecondAreThoseOfTheLastFiveWholeSeconds() {
    // Given a hundred tokens each second from 0 to 9, and some in the running second
    TokenRate rate = new TokenRate();
    for (int second = 0; second < 10; second++) {
      rate.add(100, START.plusSeconds(second));
    }
    rate.add(77, START.plusSeconds(10));

    // When the rate is asked for, Then only whole seconds count, and old ones fade away
    assertThat(rate.perSecond(START.plusSeconds(10))).isEqualTo(100);
    assertThat(rate.perSecond(START.plusSeconds(13))).isEqualTo((77 + 200) / 5.0);
    assertThat(rate.perSecond(START.plusSeconds(16))).isZero();
    assertThat(new TokenRate().perSecond(START)).isZero();
  }

  private static GroupJob job(List<GroupJob> settled) {
    GroupRequest request = RunFixture.of("run").request(1);
    return new GroupJob(request, new int[] {2}, 1, START, settled::add);
  }
}
