package io.headrace.rollout;

import io.headrace.pipeline.config.RolloutConfig;
import io.headrace.rollout.backend.RolloutBackend;
import io.headrace.rollout.builtin.BuiltInBackend;
import io.headrace.rollout.http.HttpBackend;
import io.headrace.rollout.http.HttpEngine;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** The rollout backends that workers are tested with. */
enum BackendKind {
  BUILT_IN,
  HTTP;

  /** Starts the engine that the backend connects to; empty for the built-in backend. */
  Optional<HttpEngine> startEngine(RolloutConfig config) {
    return this == HTTP ? Optional.of(HttpEngine.start(config)) : Optional.empty();
  }

  /** A client of the engine at this address, or without an address the built-in backend. */
  static RolloutBackend open(Optional<URI> engine, RolloutConfig config) {
    return engine.isPresent()
        ? new HttpBackend(engine.get())
        : new BuiltInBackend(config, Clock.systemUTC());
  }
}
