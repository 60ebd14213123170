/**
 * The plan of a run: its stages in order, when each ends, and where a run stands in it. Plain Java,
 * no clock, no I/O.
 */
@NullMarked
package io.headrace.pipeline.plan;

import org.jspecify.annotations.NullMarked;
