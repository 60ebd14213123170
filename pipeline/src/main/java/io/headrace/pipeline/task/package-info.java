/** Reads what a task event contains: its conversation and its scorers. Pure. */
@NullMarked
package io.headrace.pipeline.task;

import org.jspecify.annotations.NullMarked;
