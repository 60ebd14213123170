package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.function.IntFunction;

/**
 * The port on loopback for a process's health and metrics endpoint.
 *
 * @param port the TCP port; 0 selects a free one
 * @param orFree whether to use a free port when it is taken
 */
public record AdminPort(int port, boolean orFree) {

  /** Exactly this port; 0 selects a free one. */
  public static AdminPort fixed(int port) {
    return new AdminPort(port, false);
  }

  /** This port, or a free one when it is taken. */
  public static AdminPort preferring(int port) {
    return new AdminPort(port, true);
  }

  /** Opens a listener on the port, or on a free one if allowed. */
  <T> T open(IntFunction<T> opener) {
    try {
      return opener.apply(port);
    } catch (HeadraceException e) {
      if (!orFree || e.code() != ErrorCode.PORT_TAKEN) {
        throw e;
      }
      return opener.apply(0);
    }
  }
}
