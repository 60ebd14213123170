/** Terms added to a policy loss with a coefficient. */
@NullMarked
package io.headrace.learner.objective.regularizer;

import org.jspecify.annotations.NullMarked;
