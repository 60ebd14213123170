/** Selection of the records that a step trains on: pure functions of the log. */
@NullMarked
package io.headrace.learner.batch;

import org.jspecify.annotations.NullMarked;
