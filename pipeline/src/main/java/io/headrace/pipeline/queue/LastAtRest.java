package io.headrace.pipeline.queue;

import io.headrace.pipeline.service.ServiceThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane that hands records back only after the idle lanes of its process have left the queue.
 * Their consumers fetch until they are closed; one would take what this lane releases, and the
 * record would be counted as delivered to this process twice.
 *
 * @param atRest counted down by each lane once it takes nothing more
 */
public record LastAtRest(Lane lane, CountDownLatch atRest) implements ServiceThread.Loop {

  private static final Logger LOG = LoggerFactory.getLogger(LastAtRest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public void open() {
    lane.open();
  }

  @Override
  public void turn() {
    lane.turn();
  }

  @Override
  public void recover() {
    lane.recover();
  }

  @Override
  public void drain() {
    boolean idle = !lane.holdsRecords();
    try {
      if (idle) {
        lane.drain();
      }
    } finally {
      atRest.countDown();
    }
    if (!idle) {
      awaitOthers();
      lane.drain();
    }
  }

  private void awaitOthers() {
    try {
      if (!atRest.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info(
            "[lane] the other lanes have not left the queue within {} s; one may take what this one"
                + " hands back",
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
