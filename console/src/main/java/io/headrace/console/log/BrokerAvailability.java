package io.headrace.console.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Whether the broker answers. A poll that brings nothing can't tell a quiet run from a broker that
 * is gone, so after some quiet it has to be asked. Plain logic, time is passed in; one thread.
 */
final class BrokerAvailability {
  /** Quiet that is no reason to ask; services send heartbeats each second. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** Silence from which on the broker counts as gone. */
  static final Duration GONE = Duration.ofSeconds(10);

  private Instant heard;

  BrokerAvailability(Instant now) {
    this.heard = now;
  }

  /** The broker gave records, or an answer. */
  void hear(Instant now) {
    heard = now;
  }

  /** Whether it is time to ask the broker for a sign of life. */
  boolean quiet(Instant now) {
    return heard.plus(QUIET).isBefore(now);
  }

  /** What is wrong, in a sentence that stays the same while it lasts; nothing while it answers. */
  Optional<String> problem(Instant now) {
    return heard.plus(GONE).isBefore(now)
        ? Optional.of(
            "the console has not heard from the Kafka broker since %tT UTC and asks again; check"
                    .formatted(heard.atZone(ZoneOffset.UTC))
                + " that the broker runs and that kafka.bootstrap-servers names it")
        : Optional.empty();
  }
}
