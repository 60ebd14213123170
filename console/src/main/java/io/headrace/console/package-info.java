/**
 * The operators' dashboard and HTTP API: reads the topics of a run and shows its state.
 *
 * <p>{@code view} is the read model (plain Java), {@code log} reads and writes Kafka, {@code http}
 * serves the model and the page.
 */
@NullMarked
package io.headrace.console;

import org.jspecify.annotations.NullMarked;
