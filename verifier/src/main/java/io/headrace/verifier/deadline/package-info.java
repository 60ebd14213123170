/**
 * Runs work that may hang: each piece has a limit that starts when it starts, and none holds up the
 * others.
 */
@NullMarked
package io.headrace.verifier.deadline;

import org.jspecify.annotations.NullMarked;
