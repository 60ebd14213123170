package io.headrace.pipeline.service;

import java.time.Duration;
import java.time.Instant;

/**
 * Tracks whether the broker answers this process, by the time of its last confirmation. Pure; safe
 * for all threads.
 */
final class BrokerContact {

  /** Silence that is reported; longer than a busy machine or a leader election causes. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final String broker;
  private volatile Instant confirmed;
  private volatile String rejection = "";

  /**
   * Creates a contact that counts as confirmed now.
   *
   * @param broker the broker's address, for messages
   */
  BrokerContact(String broker, Instant now) {
    this.broker = broker;
    this.confirmed = now;
  }

  /** Records that the broker confirmed a record. */
  void confirmed(Instant now) {
    confirmed = now;
    rejection = "";
  }

  /**
   * Records that the broker rejected a record.
   *
   * @param sentence why, and what to do
   */
  void refused(String sentence) {
    rejection = sentence;
  }

  /** Time since the last confirmation. */
  Duration silence(Instant now) {
    return Duration.between(confirmed, now);
  }

  /** The rejection or, after {@link #LIMIT}, the silence as one sentence; else empty. */
  String problem(Instant now) {
    if (!rejection.isEmpty()) {
      return rejection;
    }
    Duration silence = silence(now);
    return silence.compareTo(LIMIT) < 0
        ? ""
        : "[kafka] the broker at %s has not answered for %d s; the services resume when it does"
            .formatted(broker, silence.toSeconds());
  }
}
