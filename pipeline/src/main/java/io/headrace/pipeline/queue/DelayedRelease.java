package io.headrace.pipeline.queue;

import io.headrace.pipeline.service.ServiceThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that hands records back only after the idle consumers of its process have left the
 * queue. Their consumers fetch until they are closed; one would take what this consumer releases,
 * and the record would be counted as delivered to this process twice.
 *
 * @param atRest counted down by each consumer once it takes nothing more
 */
public record DelayedRelease(QueueConsumer consumer, CountDownLatch atRest)
    implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(DelayedRelease.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public void open() {
    consumer.open();
  }

  @Override
  public void turn() {
    consumer.turn();
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
      if (!atRest.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info(
            "[consumer] the other consumers have not left the queue within {} s; one may take what"
                + " this one hands back",
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
