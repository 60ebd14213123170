/** Losses of the value function, on the engine. */
@NullMarked
package io.headrace.learner.objective.valueloss;

import org.jspecify.annotations.NullMarked;
