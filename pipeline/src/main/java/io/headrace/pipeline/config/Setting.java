package io.headrace.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value of the configuration with its source.
 *
 * @param value a scalar, list or free-form map
 * @param origin such as {@code default}, {@code run.yaml:12}, {@code HEADRACE_RUN} or {@code --set}
 */
public record Setting(JsonNode value, String origin) {}
