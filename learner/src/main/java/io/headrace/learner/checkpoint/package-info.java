/** Checkpoint folders: written whole or not at all, checked when read. */
@NullMarked
package io.headrace.learner.checkpoint;

import org.jspecify.annotations.NullMarked;
