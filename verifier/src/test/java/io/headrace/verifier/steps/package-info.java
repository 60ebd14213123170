/** Counts the steps of code under test, so that its growth is tested without a clock. */
@NullMarked
package io.headrace.verifier.steps;

import org.jspecify.annotations.NullMarked;
