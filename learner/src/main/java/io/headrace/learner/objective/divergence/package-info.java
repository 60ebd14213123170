/** Estimates of the Kullback-Leibler divergence from drawn tokens; plain Java. */
@NullMarked
package io.headrace.learner.objective.divergence;

import org.jspecify.annotations.NullMarked;
