/**
 * What is optimized: an advantage estimator and weighted loss terms, put together by one small
 * class per objective.
 */
@NullMarked
package io.headrace.learner.objective;

import org.jspecify.annotations.NullMarked;
