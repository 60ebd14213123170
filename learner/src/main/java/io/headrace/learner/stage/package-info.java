/** The next action of the learner, decided from the control and evaluation events of the log. */
@NullMarked
package io.headrace.learner.stage;

import org.jspecify.annotations.NullMarked;
