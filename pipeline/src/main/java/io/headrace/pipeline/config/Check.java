package io.headrace.pipeline.config;

import java.time.Duration;

/** The checks of the configuration's compact constructors. */
final class Check {

  private Check() {}

  static void atLeast(String path, long value, long least) {
    if (value < least) {
      throw new InvalidSetting(path, "must be at least %d, is %d".formatted(least, value));
    }
  }

  static void positive(String path, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new InvalidSetting(path, "must be more than 0, is %s".formatted(value));
    }
  }

  static void positive(String path, Duration value) {
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
    if (value.isNegative()) {
      throw new InvalidSetting(path, "must not be negative, is %s".formatted(value));
    }
  }

  static void fraction(String path, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSetting(path, "must be between 0 and 1, is %s".formatted(value));
    }
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
