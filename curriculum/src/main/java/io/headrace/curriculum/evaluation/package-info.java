/**
 * Evaluations on held-out tasks: what they request and how their results are counted. Plain Java,
 * no clock, no I/O.
 */
@NullMarked
package io.headrace.curriculum.evaluation;

import org.jspecify.annotations.NullMarked;
