package io.headrace.console.log;

import io.headrace.console.view.Position;
import io.headrace.console.view.TokenizerLocation;
import io.headrace.schemas.Command;
import io.headrace.schemas.Trace;
import java.util.List;
import java.util.Optional;

/**
 * Access of HTTP requests to the run's log. Calls block for at most some seconds. Safe for all
 * threads.
 *
 * <p>Every method throws {@code HeadraceException} with a retriable code when the broker does not
 * answer in time.
 */
public interface RunLog {
  /** The whole trace at a position; empty when the record is deleted or is not a trace. */
  Optional<Trace> trace(Position position);

  /** The text of a published tokenizer.json; empty when it is deleted. */
  Optional<String> tokenizer(TokenizerLocation file);

  /** Names of the runs on this log, in order: those with a control topic that may be read. */
  List<String> runs();

  /** Writes an operator's command to the control topic and waits until it is stored. */
  void issue(Command command, String reason);
}
