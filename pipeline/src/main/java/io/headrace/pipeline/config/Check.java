package io.headrace.pipeline.config;

import java.time.Duration;

/** Checks of settings, called by the configuration's compact constructors. */
final class Check {

  /** Maximum duration of a setting; clocks and Kafka can represent it. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  /** Maximum number of threads or connections of a process; more is likely a typing error. */
  static final int MOST_THREADS = 1024;

  private Check() {}

  static void atLeast(String path, long value, long least) {
    if (value < least) {
      throw new InvalidSetting(path, "must be at least %d, is %d".formatted(least, value));
    }
  }

  static void between(String path, long value, long least, long most) {
    atLeast(path, value, least);
    atMost(path, value, most);
  }

  static void atMost(String path, long value, long most) {
    if (value > most) {
      throw new InvalidSetting(path, "must be at most %d, is %d".formatted(most, value));
    }
  }

  static void positive(String path, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new InvalidSetting(path, "must be more than 0, is %s".formatted(value));
    }
  }

  /** More than 0 and at most {@link #LONGEST}. */
  static void positive(String path, Duration value) {
    notTooLong(path, value);
    if (value.isNegative() || value.isZero()) {
      throw new InvalidSetting(path, "must be longer than 0, is %s".formatted(value));
    }
  }

  static void notNegative(String path, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new InvalidSetting(path, "must not be negative, is %s".formatted(value));
    }
  }

  static void notNegative(String path, Duration value) {
    notTooLong(path, value);
    if (value.isNegative()) {
      throw new InvalidSetting(path, "must not be negative, is %s".formatted(value));
    }
  }

  private static void notTooLong(String path, Duration value) {
    if (value.compareTo(LONGEST) > 0) {
      throw new InvalidSetting(
          path, "must be at most %dd, is %dd".formatted(LONGEST.toDays(), value.toDays()));
    }
  }

  static void fraction(String path, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSetting(path, "must be between 0 and 1, is %s".formatted(value));
    }
  }

  /**
   * At most 1: AdamW changes each weight by about the learning rate per step, and weights are
   * around 0.02.
   */
  static void learningRate(String path, double value) {
    positive(path, value);
    that(value <= 1, path, "must be at most 1, is %s; 1e-6 to 1e-3 is common".formatted(value));
  }

  static void port(String path, int value) {
    if (value < 0 || value > 65535) {
      throw new InvalidSetting(path, "must be a port, 0 to 65535, is %d".formatted(value));
    }
  }

  static void that(boolean holds, String path, String problem) {
    if (!holds) {
      throw new InvalidSetting(path, problem);
    }
  }
}
