/**
 * The read model of one run: events in, answers for the page out.
 *
 * <p>Plain Java without Kafka, clock or thread. Everything in it is bounded, so that it may run for
 * a year: curves are thinned, lists keep their newest entries, counts survive.
 */
@NullMarked
package io.headrace.console.view;

import org.jspecify.annotations.NullMarked;
