/**
 * The plan of a run: its stages in order, their end conditions, and the run's position in it. Plain
 * Java, no clock, no I/O.
 */
@NullMarked
package io.headrace.pipeline.plan;

import org.jspecify.annotations.NullMarked;
