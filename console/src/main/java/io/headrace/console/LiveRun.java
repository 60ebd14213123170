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
 * The read model shared by the thread that follows the log and those that answer requests. Each
 * call holds the lock only while it touches memory.
 */
public final class LiveRun {
  private final ReentrantLock lock = new ReentrantLock();
  private final String run;
  private RunView view;
  private final Clock clock;
  private volatile boolean caughtUp;
  private volatile String problem = "";

  /** An empty model of the named run. */
  public LiveRun(String run, Clock clock) {
    this.run = run;
    this.view = new RunView(run);
    this.clock = clock;
  }

  /** Name of the run. */
  public String run() {
    return run;
  }

  /**
   * Goes on from a snapshot, before the first event.
   *
   * @throws RuntimeException when it contradicts itself; the model stays empty
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
   * What the model has counted and drawn so far.
   *
   * @param positions how far each partition was applied
   */
  public ConsoleSnapshot save(long number, List<ReadPosition> positions) {
    return ask((now, instant) -> now.save(number, positions, instant));
  }

  /** Takes in one event. */
  public void apply(Position position, Instant at, SpecificRecord event) {
    lock.lock();
    try {
      view.apply(position, at, event);
    } finally {
      lock.unlock();
    }
  }

  /** Says from which offsets on the traces are read. */
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

  /** An answer of the model as it is now. */
  public <T> T ask(BiFunction<RunView, Instant, T> question) {
    lock.lock();
    try {
      return question.apply(view, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Says that everything that was in the log at the start is in the model. */
  public void markCaughtUp() {
    caughtUp = true;
  }

  /**
   * Says why the log can't be followed now.
   *
   * @param sentence empty when it can
   */
  public void setProblem(String sentence) {
    problem = sentence;
  }

  /** Why the log can't be followed now; empty when it can. */
  public String problem() {
    return problem;
  }

  /** Whether the model holds at least what the log held when the console started. */
  public boolean caughtUp() {
    return caughtUp;
  }
}
