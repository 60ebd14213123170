/** Prioritized sampling of tasks by their success rates. Plain Java, no clock, no I/O. */
@NullMarked
package io.headrace.curriculum.sampling;

import org.jspecify.annotations.NullMarked;
