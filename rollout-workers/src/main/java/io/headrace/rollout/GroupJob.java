package io.headrace.rollout;

import io.headrace.policy.generation.GenerationRequest;
import io.headrace.schemas.GroupRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through this worker: taken by a consumer, sampled by a decoder, settled when
 * all of its traces are confirmed or it can't go on. The first settlement counts. Safe for all
 * threads.
 */
final class GroupJob {

  private final GroupRequest request;
  private final int[] prompt;
  private final int attempt;
  private final Instant receivedAt;
  private final Consumer<GroupJob> whenSettled;
  private final AtomicInteger unconfirmed;
  private final AtomicReference<@Nullable RequestOutcome> outcome = new AtomicReference<>();

  /**
   * A job nobody works on yet.
   *
   * @param prompt token ids of the request's prompt
   * @param attempt how often the request has been delivered, this time included
   * @param whenSettled told once, by the thread that settles it
   */
  GroupJob(
      GroupRequest request,
      int[] prompt,
      int attempt,
      Instant receivedAt,
      Consumer<GroupJob> whenSettled) {
    this.request = request;
    this.prompt = prompt;
    this.attempt = attempt;
    this.receivedAt = receivedAt;
    this.whenSettled = whenSettled;
    this.unconfirmed = new AtomicInteger(request.getSamples());
  }

  GroupRequest request() {
    return request;
  }

  int attempt() {
    return attempt;
  }

  Instant receivedAt() {
    return receivedAt;
  }

  /** Names this delivery of the request within the worker. */
  String id() {
    return request.getGroupId() + "/" + attempt;
  }

  /**
   * What a decoder is asked.
   *
   * @throws IllegalArgumentException if the request asks for what can't be sampled
   */
  GenerationRequest generation() {
    return new GenerationRequest(
        id(),
        prompt,
        request.getSamples(),
        request.getSampling().getMaxNewTokens(),
        request.getSampling().getTemperature(),
        new ArrayList<>(request.getSampling().getStop()),
        request.getSampling().getSeed());
  }

  boolean expired(Instant now) {
    return !now.isBefore(request.getDeadline());
  }

  /** A trace is safely on the log; the last one settles the job. */
  void confirmed() {
    if (unconfirmed.decrementAndGet() == 0) {
      settle(RequestOutcome.SAMPLED);
    }
  }

  void settle(RequestOutcome how) {
    if (outcome.compareAndSet(null, how)) {
      whenSettled.accept(this);
    }
  }

  Optional<RequestOutcome> outcome() {
    return Optional.ofNullable(outcome.get());
  }
}
