package io.headrace.rollout.backend;

import io.headrace.policy.generation.FinishedSample;

/** Receives the results of one request. Called on threads of the backend; must not block. */
public interface SampleListener {

  /** One sample ended. Called once per sample, in any order. */
  void finished(FinishedSample sample);

  /**
   * The engine can't complete the request, although it completes others. No further call follows.
   *
   * @param problem why, in one sentence
   */
  void failed(String problem);
}
