package io.headrace.pipeline.queue;

import io.headrace.pipeline.service.ServiceThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that releases its records only after the idle consumers of its process have left the
 * share group. A share consumer fetches until it is closed; an idle one would acquire the released
 * records, and their delivery count would rise for no reason.
 *
 * @param atRest counted down by each consumer of the process once it fetches nothing more
 */
public record DelayedRelease(QueueConsumer consumer, CountDownLatch atRest)
    implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(DelayedRelease.class);
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(3);

  @Override
  public void open() {
    consumer.open();
  }

  @Override
  public void runOnce() {
    consumer.runOnce();
  }

  @Override
  public void recover() {
    consumer.recover();
  }

  @Override
  public void drain() {
    boolean idle = !consumer.holdsRecords();
    try {
      if (idle) {
        consumer.drain();
      }
    } finally {
      atRest.countDown();
    }
    if (!idle) {
      awaitOthers();
      consumer.drain();
    }
  }

  private void awaitOthers() {
    try {
      if (!atRest.await(WAIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info(
            "[consumer] the other consumers have not left the queue within {} s; one may take what"
                + " this one hands back",
            WAIT_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
