/** Advantage estimators: from the outcomes of groups to one advantage per token. */
@NullMarked
package io.headrace.learner.objective.advantage;

import org.jspecify.annotations.NullMarked;
