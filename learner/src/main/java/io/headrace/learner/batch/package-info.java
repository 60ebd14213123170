/** Which records of the log enter a step: pure functions of the log, never of poll timing. */
@NullMarked
package io.headrace.learner.batch;

import org.jspecify.annotations.NullMarked;
