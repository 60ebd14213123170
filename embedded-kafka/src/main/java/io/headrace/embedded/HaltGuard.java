package io.headrace.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kafka from ending this process, as it does when its log folder fails: a broker inside an
 * application reports the fault, and the application decides. Kafka asks through one hook of the
 * process, so every broker that runs in it is told.
 */
final class HaltGuard {

  private static final Set<Consumer<String>> BROKERS = ConcurrentHashMap.newKeySet();

  private HaltGuard() {}

  /** From now on the consumer gets a sentence whenever Kafka would end the process. */
  static void add(Consumer<String> broker) {
    BROKERS.add(broker);
    Exit.setHaltProcedure((_, message) -> asked(message));
    Exit.setExitProcedure((_, message) -> asked(message));
  }

  /** The consumer gets no more; with the last one Kafka may end the process again. */
  static void remove(Consumer<String> broker) {
    BROKERS.remove(broker);
    if (BROKERS.isEmpty()) {
      Exit.resetHaltProcedure();
      Exit.resetExitProcedure();
    }
  }

  private static void asked(@Nullable String message) {
    String sentence =
        message == null || message.isBlank()
            ? "it can't use its log folder any more and stopped"
            : message;
    BROKERS.forEach(broker -> broker.accept(sentence));
  }
}
