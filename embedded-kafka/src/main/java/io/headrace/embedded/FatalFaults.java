package io.headrace.embedded;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the first fatal fault of the node. A standalone broker exits at such a fault; one inside an
 * application must not, so the application reads {@link #first()} and decides.
 */
final class FatalFaults implements FaultHandlerFactory, Consumer<String> {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /** The first fatal fault in one sentence; empty while there was none. */
  Optional<String> first() {
    return Optional.ofNullable(first.get());
  }

  /** Records a fault at which Kafka would have exited. */
  @Override
  public void accept(String sentence) {
    first.compareAndSet(null, sentence);
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      String sentence = cause == null ? message : message + " (" + cause + ")";
      LOGGER.error("Kafka's {} met a fault: {}", name, sentence, cause);
      if (fatal) {
        first.compareAndSet(null, name + ": " + sentence);
      }
      action.run();
      return new FaultHandlerException(name + ": " + message, cause);
    };
  }
}
