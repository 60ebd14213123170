/**
 * Runs work that may hang: each task has a limit from its own start, and none delays the others.
 */
@NullMarked
package io.headrace.verifier.deadline;

import org.jspecify.annotations.NullMarked;
