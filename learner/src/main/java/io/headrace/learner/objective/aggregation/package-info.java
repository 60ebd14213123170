/** What the losses of traces are divided by when they are added up. */
@NullMarked
package io.headrace.learner.objective.aggregation;

import org.jspecify.annotations.NullMarked;
