/** The curriculum: chooses the next tasks, holds the staleness bound, conducts the run's phases. */
@NullMarked
package io.headrace.curriculum;

import org.jspecify.annotations.NullMarked;
