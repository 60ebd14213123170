package io.headrace.pipeline.config;

/** Which broker a run uses. */
public enum KafkaMode {
  /** The broker inside this process. */
  EMBEDDED,
  /** A broker outside this process. */
  EXTERNAL
}
