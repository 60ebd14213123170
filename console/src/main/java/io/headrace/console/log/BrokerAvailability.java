package io.headrace.console.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Tracks whether the broker answers. An empty poll can mean an idle run or an unreachable broker,
 * so after {@link #QUIET} without records the caller sends a request. Pure: time is passed in. For
 * one thread.
 */
final class BrokerAvailability {
  /** Time without records after which a request is sent; services send heartbeats each second. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** Time without records or responses after which the broker counts as unreachable. */
  static final Duration GONE = Duration.ofSeconds(10);

  private Instant lastResponse;

  BrokerAvailability(Instant now) {
    this.lastResponse = now;
  }

  /** Records that the broker returned records or a response. */
  void recordResponse(Instant now) {
    lastResponse = now;
  }

  /** Whether a request should be sent to check the broker. */
  boolean isQuiet(Instant now) {
    return lastResponse.plus(QUIET).isBefore(now);
  }

  /** The problem in one sentence, constant while it lasts; empty while the broker answers. */
  Optional<String> problem(Instant now) {
    return lastResponse.plus(GONE).isBefore(now)
        ? Optional.of(
            "the Kafka broker has not answered the console since %tT UTC; the console keeps trying; check"
                    .formatted(lastResponse.atZone(ZoneOffset.UTC))
                + " that the broker runs and that kafka.bootstrap-servers names it")
        : Optional.empty();
  }
}
