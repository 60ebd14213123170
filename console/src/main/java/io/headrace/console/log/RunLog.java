package io.headrace.console.log;

import io.headrace.console.view.Position;
import io.headrace.console.view.TokenizerLocation;
import io.headrace.schemas.Command;
import io.headrace.schemas.Trace;
import java.util.Optional;

/**
 * What requests need of the log. Calls block for at most some seconds; safe for all threads.
 *
 * <p>Every method throws {@code HeadraceException} with a retriable code when the broker does not
 * answer in time.
 */
public interface RunLog {
  /** The whole trace at a position; nothing when the record is gone or is no trace. */
  Optional<Trace> trace(Position position);

  /** The text of a published tokenizer.json; nothing when it is gone. */
  Optional<String> tokenizer(TokenizerLocation file);

  /** Writes an operator's command on the control topic and waits until it is there. */
  void issue(Command command, String reason);
}
