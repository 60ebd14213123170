package io.headrace.pipeline.config;

import java.util.Optional;

/**
 * The operators' dashboard.
 *
 * @param host address it listens on
 * @param port its port, 0 for a free one
 * @param token access token, required of clients when the host is not loopback, or none
 */
public record ConsoleConfig(String host, int port, Optional<String> token) {

  public ConsoleConfig {
    Check.that(!host.isBlank(), "console.host", "must name an address, such as 127.0.0.1");
    Check.port("console.port", port);
  }
}
