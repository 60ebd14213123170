package io.headrace.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Prevents Kafka from exiting this process, as it does when its log folder fails: a broker inside
 * an application reports the fault, and the application decides. Kafka's exit procedure is static,
 * so every broker of the process is notified.
 */
final class HaltGuard {

  private static final Set<Consumer<String>> BROKERS = ConcurrentHashMap.newKeySet();

  private HaltGuard() {}

  /** Registers a consumer, called with a message whenever Kafka would exit the process. */
  static void add(Consumer<String> broker) {
    BROKERS.add(broker);
    Exit.setHaltProcedure((_, message) -> report(message));
    Exit.setExitProcedure((_, message) -> report(message));
  }

  /** Removes a consumer; after the last one Kafka's exit procedures are restored. */
  static void remove(Consumer<String> broker) {
    BROKERS.remove(broker);
    if (BROKERS.isEmpty()) {
      Exit.resetHaltProcedure();
      Exit.resetExitProcedure();
    }
  }

  private static void report(@Nullable String message) {
    String sentence =
        message == null || message.isBlank()
            ? "it can't use its log folder any more and stopped"
            : message;
    BROKERS.forEach(broker -> broker.accept(sentence));
  }
}
