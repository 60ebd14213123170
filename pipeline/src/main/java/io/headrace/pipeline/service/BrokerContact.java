package io.headrace.pipeline.service;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether the broker still answers this process, judged by what it confirmed last. Pure; safe for
 * all threads.
 */
final class BrokerContact {

  /** Above what a busy machine or a change of leader takes. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final String broker;
  private volatile Instant confirmed;
  private volatile String refusal = "";

  /**
   * A contact that begins now.
   *
   * @param broker its address, for the sentence
   */
  BrokerContact(String broker, Instant now) {
    this.broker = broker;
    this.confirmed = now;
  }

  /** The broker took something. */
  void confirmed(Instant now) {
    confirmed = now;
    refusal = "";
  }

  /**
   * The broker answers, and refuses what it is sent.
   *
   * @param sentence why, and what to do
   */
  void refused(String sentence) {
    refusal = sentence;
  }

  /** How long it has been silent. */
  Duration silence(Instant now) {
    return Duration.between(confirmed, now);
  }

  /** One sentence when it refuses this process or has been silent for too long, else empty. */
  String problem(Instant now) {
    if (!refusal.isEmpty()) {
      return refusal;
    }
    Duration silence = silence(now);
    return silence.compareTo(LIMIT) < 0
        ? ""
        : "[kafka] the broker at %s has not answered for %d s; the services go on by themselves when it does"
            .formatted(broker, silence.toSeconds());
  }
}
