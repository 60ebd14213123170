package io.headrace.rollout.request;

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
 * One delivery of a request in this worker: taken by a consumer, sampled by the backend, settled
 * when all of its traces are confirmed or it ends without them. The first settlement counts. Safe
 * for all threads.
 */
public final class GroupJob {

  private final GroupRequest request;
  private final int[] prompt;
  private final int attempt;
  private final Instant receivedAt;
  private final Consumer<GroupJob> whenSettled;
  private final AtomicInteger unconfirmed;
  private final AtomicReference<@Nullable RequestOutcome> outcome = new AtomicReference<>();

  /**
   * Creates a job that is not submitted yet.
   *
   * @param prompt token ids of the request's prompt
   * @param attempt how often the request has been delivered, this time included
   * @param whenSettled called once, by the thread that settles it
   */
  public GroupJob(
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

  /** The request as it was read from {@code tasks}. */
  public GroupRequest request() {
    return request;
  }

  /** How often the request has been delivered, this time included. */
  public int attempt() {
    return attempt;
  }

  /** When it was delivered. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** Identifies this delivery of the request: {@code groupId/attempt}. */
  public String id() {
    return request.getGroupId() + "/" + attempt;
  }

  /**
   * The request to the backend.
   *
   * @throws IllegalArgumentException if its sampling settings are invalid
   */
  public GenerationRequest generation() {
    return new GenerationRequest(
        id(),
        prompt,
        request.getSamples(),
        request.getSampling().getMaxNewTokens(),
        request.getSampling().getTemperature(),
        new ArrayList<>(request.getSampling().getStop()),
        request.getSampling().getSeed(),
        ResponsePrefixes.of(request));
  }

  /** Counts a trace that the broker has stored; the last one settles the job. */
  public void confirmed() {
    if (unconfirmed.decrementAndGet() == 0) {
      settle(RequestOutcome.SAMPLED);
    }
  }

  /** Ends the job, unless it has ended. */
  public void settle(RequestOutcome how) {
    if (outcome.compareAndSet(null, how)) {
      whenSettled.accept(this);
    }
  }

  /** How it ended; empty while it is in progress. */
  public Optional<RequestOutcome> outcome() {
    return Optional.ofNullable(outcome.get());
  }
}
