package io.headrace.cli.process;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import java.util.function.IntFunction;

/**
 * Which port on loopback serves a process's health and metrics.
 *
 * @param port the port, 0 for a free one
 * @param orFree whether a free one will do when it is taken
 */
public record AdminPort(int port, boolean orFree) {

  /** This port and no other; 0 takes a free one. */
  public static AdminPort exactly(int port) {
    return new AdminPort(port, false);
  }

  /** This port, or a free one when another process has it. */
  public static AdminPort usually(int port) {
    return new AdminPort(port, true);
  }

  /** Opens what listens. */
  <T> T open(IntFunction<T> opening) {
    try {
      return opening.apply(port);
    } catch (HeadraceException e) {
      if (!orFree || e.code() != ErrorCode.PORT_TAKEN) {
        throw e;
      }
      return opening.apply(0);
    }
  }
}
