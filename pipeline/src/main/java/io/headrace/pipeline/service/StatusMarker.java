package io.headrace.pipeline.service;

import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The marker of log lines whose message is also the problem in a service's status. */
public final class StatusMarker {

  /** The name, for logging configurations. */
  public static final String NAME = "in-status";

  /** The marker. */
  public static final Marker IN_STATUS = MarkerFactory.getMarker(NAME);

  private StatusMarker() {}
}
