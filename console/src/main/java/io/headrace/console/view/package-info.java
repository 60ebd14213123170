/**
 * The read model of one run: applies events and answers the page's queries.
 *
 * <p>Plain Java without Kafka, clock or thread. Memory is bounded for a run of any length: curves
 * are downsampled, lists keep only the newest entries.
 */
@NullMarked
package io.headrace.console.view;

import org.jspecify.annotations.NullMarked;
