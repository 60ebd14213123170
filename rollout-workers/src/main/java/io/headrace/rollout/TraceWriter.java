package io.headrace.rollout;

import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.id.GroupId;
import io.headrace.pipeline.kafka.BrokerFailure;
import io.headrace.pipeline.kafka.EventProducer;
import io.headrace.policy.generation.EndReason;
import io.headrace.policy.generation.FinishedSample;
import io.headrace.policy.generation.WeightsSegment;
import io.headrace.rollout.request.GroupJob;
import io.headrace.rollout.request.RequestOutcome;
import io.headrace.rollout.request.ResponsePrefixes;
import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import io.headrace.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes finished samples to the {@code traces} topic. A job is settled only when the broker has
 * confirmed all of its traces. Safe for all threads; the caller closes the producer.
 */
final class TraceWriter {

  private static final Logger LOG = LoggerFactory.getLogger(TraceWriter.class);

  private final EventProducer producer;
  private final String run;
  private final String worker;
  private final RolloutMetrics metrics;
  private volatile @Nullable HeadraceException refusal;

  /**
   * Creates the writer of one worker.
   *
   * @param worker the instance that traces name as their worker
   */
  TraceWriter(EventProducer producer, String run, String worker, RolloutMetrics metrics) {
    this.producer = producer;
    this.run = run;
    this.worker = worker;
    this.metrics = metrics;
  }

  /**
   * Checks that the broker accepts this worker's traces.
   *
   * @throws HeadraceException if it refused one for a reason that a retry does not change
   */
  void requireAccepted() {
    HeadraceException refused = refusal;
    if (refused != null) {
      throw refused;
    }
  }

  void write(GroupJob job, FinishedSample sample) {
    Trace trace = trace(job, sample);
    var record = new ProducerRecord<String, SpecificRecord>(topic(), trace.getGroupId(), trace);
    producer.send(
        record,
        (_, problem) -> {
          if (problem == null) {
            metrics.trace(drawn(sample));
            job.confirmed();
          } else {
            notSent(trace.getTraceId(), problem);
            job.settle(RequestOutcome.NOT_SENT);
          }
        });
  }

  /** A refusal stops the worker, which reports it once; any other failure concerns one trace. */
  private void notSent(String trace, Exception problem) {
    if (BrokerFailure.isRefusal(problem)) {
      refusal = BrokerFailure.toException("sending to " + topic(), problem);
      LOG.debug("[trace={}] not sent: {}", trace, problem.getMessage());
    } else {
      LOG.warn("[trace={}] not sent: {}", trace, problem.getMessage());
    }
  }

  private String topic() {
    return Topic.TRACES.of(run);
  }

  Trace trace(GroupJob job, FinishedSample sample) {
    GroupRequest request = job.request();
    return Trace.newBuilder()
        .setRun(run)
        .setTraceId(new GroupId(request.getGroupId()).trace(sample.sample()).value())
        .setGroupId(request.getGroupId())
        .setSample(sample.sample())
        .setSamples(request.getSamples())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(Arrays.stream(sample.request().prompt()).boxed().toList())
        .setTokens(Arrays.stream(sample.tokens()).boxed().toList())
        .setLogProbs(boxed(sample.logProbs()))
        .setSegments(segments(request, sample))
        .setFinishReason(reason(sample.reason()))
        .setText(sample.text())
        .setWorker(worker)
        .setAttempt(job.attempt())
        .setReceivedAt(job.receivedAt())
        .setStartedAt(sample.startedAt())
        .setFinishedAt(sample.finishedAt())
        .build();
  }

  private static List<Segment> segments(GroupRequest request, FinishedSample sample) {
    List<Segment> prefix = ResponsePrefixes.segments(request, sample.sample());
    return Stream.concat(prefix.stream(), sample.segments().stream().map(TraceWriter::segment))
        .toList();
  }

  private static int drawn(FinishedSample sample) {
    return sample.segments().stream().mapToInt(WeightsSegment::tokens).sum();
  }

  private static List<Float> boxed(float[] values) {
    var list = new ArrayList<Float>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static Segment segment(WeightsSegment segment) {
    return Segment.newBuilder()
        .setWeightsVersion(segment.weightsVersion())
        .setTokens(segment.tokens())
        .build();
  }

  private static FinishReason reason(EndReason reason) {
    return switch (reason) {
      case EOS -> FinishReason.EOS;
      case STOP -> FinishReason.STOP;
      case LENGTH -> FinishReason.LENGTH;
      case REPETITION -> FinishReason.REPETITION;
    };
  }
}
