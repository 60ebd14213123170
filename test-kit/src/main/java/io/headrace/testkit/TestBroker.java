package io.headrace.testkit;

import io.headrace.embedded.EmbeddedKafka;
import io.headrace.embedded.EmbeddedKafkaException;
import io.headrace.embedded.EmbeddedKafkaException.Reason;
import io.headrace.embedded.EmbeddedKafkaOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that provides tests with a real broker. {@link #shared()} is started once for
 * all test classes of the JVM and stopped after the last; {@link #own} belongs to one class, which
 * can stop and restart it.
 *
 * <pre>{@code
 * @RegisterExtension static final TestBroker BROKER = TestBroker.shared();
 * …
 * String run = BROKER.newRun();
 * }</pre>
 *
 * <p>Tests on a shared broker are isolated by their run ids. The locks of share groups have Kafka's
 * default duration, so that a short stall of the machine causes no redelivery; a test that needs a
 * redelivery calls {@link #lockFor}.
 */
public final class TestBroker implements BeforeAllCallback, AfterAllCallback {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final AtomicLong RUNS = new AtomicLong();
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TestBroker.class);

  private final boolean shared;
  private final UnaryOperator<EmbeddedKafkaOptions> options;
  private @Nullable RunningBroker running;

  private TestBroker(boolean shared, UnaryOperator<EmbeddedKafkaOptions> options) {
    this.shared = shared;
    this.options = options;
  }

  /** The one broker of the JVM. */
  public static TestBroker shared() {
    return new TestBroker(true, UnaryOperator.identity());
  }

  /** A broker for one test class, with its own settings. */
  public static TestBroker own(UnaryOperator<EmbeddedKafkaOptions> options) {
    return new TestBroker(false, options);
  }

  /**
   * A broker for one test class that enforces access control lists; everything without a list is
   * allowed.
   */
  public static TestBroker ownWithAccessControl() {
    return own(
        options ->
            options
                .withSetting(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .withSetting("allow.everyone.if.no.acl.found", "true"));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!shared) {
      running = RunningBroker.start(options);
      return;
    }
    running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                RunningBroker.class, _ -> RunningBroker.start(options), RunningBroker.class);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!shared) {
      running().close();
    }
  }

  /** The bootstrap servers for clients. */
  public String bootstrapServers() {
    return running().kafka.bootstrapServers();
  }

  /** A run id that no other test of this JVM uses. */
  public String newRun() {
    return "test-" + RUNS.incrementAndGet();
  }

  /** Reads a topic of this broker; the caller closes it. */
  public <T> TopicReader<T> read(String topic, TopicReader.Decoder<T> decoder) {
    return new TopicReader<>(bootstrapServers(), topic, decoder);
  }

  /** Sets the lock duration of records that a share group acquires from now on. */
  public void lockFor(String shareGroup, Duration lock) {
    var group = new ConfigResource(ConfigResource.Type.GROUP, shareGroup);
    var duration =
        new ConfigEntry("share.record.lock.duration.ms", String.valueOf(lock.toMillis()));
    var set = List.of(new AlterConfigOp(duration, AlterConfigOp.OpType.SET));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(Map.of(group, set))
          .all()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("the locks of " + shareGroup + " were not set: " + e, e);
    }
  }

  /** Stops an own broker. */
  public void stop() {
    requireOwn();
    running().kafka.close();
  }

  /** Starts a stopped own broker with its data, on the same port. */
  public void restart() {
    requireOwn();
    running().restart();
  }

  private void requireOwn() {
    if (shared) {
      throw new IllegalStateException(
          "other tests use the shared broker; use TestBroker.own to stop one");
    }
  }

  private RunningBroker running() {
    if (running == null) {
      throw new IllegalStateException(
          "the broker is not started; annotate the field with @RegisterExtension and make it"
              + " static");
    }
    return running;
  }

  /** A broker with its temporary folder. */
  private static final class RunningBroker implements AutoCloseable {
    private final EmbeddedKafkaOptions options;
    private EmbeddedKafka kafka;

    private RunningBroker(EmbeddedKafkaOptions options) {
      this.options = options;
      this.kafka = EmbeddedKafka.start(options);
    }

    static RunningBroker start(UnaryOperator<EmbeddedKafkaOptions> customizer) {
      try {
        Path folder = Files.createTempDirectory("headrace-test-broker");
        return new RunningBroker(customizer.apply(EmbeddedKafkaOptions.in(folder)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void restart() {
      String address = kafka.bootstrapServers();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (true) {
        try {
          kafka = EmbeddedKafka.start(options.withPort(port));
          return;
        } catch (EmbeddedKafkaException e) {
          // A reconnecting client may have been assigned the port as its local port.
          if (e.reason() != Reason.PORT_TAKEN || System.nanoTime() - deadline > 0) {
            throw e;
          }
          LockSupport.parkNanos(RETRY.toNanos());
        }
      }
    }

    @Override
    public void close() {
      kafka.close();
      try (Stream<Path> paths = Files.walk(options.folder())) {
        paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException | UncheckedIOException e) {
        // Kafka's threads may still be deleting files; remaining files do not fail a test.
      }
    }
  }
}
