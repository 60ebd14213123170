package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aLeaseIsRenewedAtAThirdOfItsTime() {
    // Given a lease of thirty seconds
    Lease lease = new Lease(START, Duration.ofSeconds(30));

    // When ten have passed, Then it needs renewal, and again ten seconds after that
    assertThat(lease.needsRenewal(START.plusMillis(9_999))).isFalse();
    assertThat(lease.needsRenewal(START.plusSeconds(10))).isTrue();
    Lease renewed = lease.renewed(START.plusSeconds(10));
    assertThat(renewed.needsRenewal(START.plusSeconds(19))).isFalse();
    assertThat(renewed.needsRenewal(START.plusSeconds(20))).isTrue();
  }
}
