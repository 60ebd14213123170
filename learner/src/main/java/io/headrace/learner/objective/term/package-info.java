/** The interface between an objective's loss terms and the rows they are computed on. */
@NullMarked
package io.headrace.learner.objective.term;

import org.jspecify.annotations.NullMarked;
