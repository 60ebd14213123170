package io.headrace.pipeline.config;

/**
 * A setting whose value is not parsed.
 *
 * @param value the value as written in its source
 * @param origin such as {@code default}, {@code run.yaml:12}, {@code HEADRACE_RUN} or {@code --set}
 */
record SourceSetting(SourceValue value, String origin) {}
