package io.headrace.console;

import io.headrace.console.view.Position;
import io.headrace.console.view.RunView;
import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.ReadPosition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The read model with a lock: one thread applies the events of the log, others answer HTTP
 * requests. No call waits for I/O while it holds the lock.
 */
public final class LiveRun {
  private final ReentrantLock lock = new ReentrantLock();
  private final String run;
  private RunView view;
  private final Clock clock;
  private volatile boolean caughtUp;
  private volatile String problem = "";

  /** Creates an empty model. */
  public LiveRun(String run, Clock clock) {
    this.run = run;
    this.view = new RunView(run);
    this.clock = clock;
  }

  public String run() {
    return run;
  }

  /**
   * Replaces the empty model by one restored from a snapshot. Call it before the first event.
   *
   * @throws RuntimeException when the snapshot is inconsistent; the model stays empty
   */
  public void restore(ConsoleSnapshot snapshot) {
    RunView restored = new RunView(run, snapshot);
    lock.lock();
    try {
      view = restored;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A snapshot of the model's counts and curves.
   *
   * @param positions offset after the last applied record of each partition
   */
  public ConsoleSnapshot save(long number, List<ReadPosition> positions) {
    return query((now, instant) -> now.save(number, positions, instant));
  }

  /** Applies one event. */
  public void apply(Position position, Instant at, SpecificRecord event) {
    lock.lock();
    try {
      view.apply(position, at, event);
    } finally {
      lock.unlock();
    }
  }

  /** Sets the offsets from which traces are read. */
  public void readFrom(String traces, Map<TopicPartition, Long> starts) {
    lock.lock();
    try {
      starts.forEach(
          (partition, offset) -> {
            if (partition.topic().equals(traces)) {
              view.readTracesFrom(traces, partition.partition(), offset);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** Reads from the model at the current time. */
  public <T> T query(BiFunction<RunView, Instant, T> query) {
    lock.lock();
    try {
      return query.apply(view, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Marks that all records that were in the log at the start are in the model. */
  public void markCaughtUp() {
    caughtUp = true;
  }

  /**
   * Sets the reason why the log can't be read now.
   *
   * @param sentence the reason; empty when the log can be read
   */
  public void setProblem(String sentence) {
    problem = sentence;
  }

  /** Why the log can't be read now; empty when it can. */
  public String problem() {
    return problem;
  }

  /** Whether all records that were in the log at the start are in the model. */
  public boolean caughtUp() {
    return caughtUp;
  }
}
