package io.headrace.rollout;

import io.headrace.policy.generation.FinishedSample;
import io.headrace.rollout.backend.SampleListener;
import io.headrace.rollout.request.GroupJob;
import io.headrace.rollout.request.RequestOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the samples of a job until it is settled, and releases its request when the engine can't
 * complete it.
 */
record JobListener(GroupJob job, TraceWriter traces) implements SampleListener {

  private static final Logger LOG = LoggerFactory.getLogger(JobListener.class);

  @Override
  public void finished(FinishedSample sample) {
    if (job.outcome().isEmpty()) {
      traces.write(job, sample);
    }
  }

  @Override
  public void failed(String problem) {
    LOG.warn("[group={}] released: {}", job.request().getGroupId(), problem);
    job.settle(RequestOutcome.NOT_SENT);
  }
}
