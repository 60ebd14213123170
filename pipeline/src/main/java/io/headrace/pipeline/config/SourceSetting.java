package io.headrace.pipeline.config;

/**
 * One setting before its type is known.
 *
 * @param value as its source writes it
 * @param origin such as {@code default}, {@code run.yaml:12}, {@code HEADRACE_RUN} or {@code --set}
 */
record SourceSetting(SourceValue value, String origin) {}
