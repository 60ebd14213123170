package io.headrace.policy.program;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A scope in which the computation of programs is recorded for a backward pass.
 *
 * <p>The engine collects gradients for one caller per process: opening a second scope waits until
 * the first is closed. Close it on the thread that opened it.
 */
public final class Gradients implements AutoCloseable {
  private static final Lock COLLECTING = new ReentrantLock();

  private final GradientCollector collector;

  private Gradients(GradientCollector collector) {
    this.collector = collector;
  }

  /** Starts recording on this thread. */
  public static Gradients record() {
    COLLECTING.lock();
    try {
      return new Gradients(Engine.getEngine(Devices.ENGINE).newGradientCollector());
    } catch (RuntimeException | Error failed) {
      COLLECTING.unlock();
      throw failed;
    }
  }

  /** Adds the gradients of {@code loss}, one number, to those of the parameters. */
  public void backward(NDArray loss) {
    collector.backward(loss);
  }

  @Override
  public void close() {
    try {
      collector.close();
    } finally {
      COLLECTING.unlock();
    }
  }
}
