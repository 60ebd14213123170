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
 * Keeps the first fatal fault of the node. A broker of its own ends its process at such a fault;
 * one inside an application must not, so the application asks {@link #first()} and decides.
 */
final class FatalFaults implements FaultHandlerFactory, Consumer<String> {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafka.class);

  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /** The first fatal fault in one sentence; empty while there was none. */
  Optional<String> first() {
    return Optional.ofNullable(first.get());
  }

  /** A fault after which Kafka would have ended the process. */
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
