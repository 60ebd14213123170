/**
 * The curriculum: chooses the next tasks, holds the staleness bound, moves the run through its
 * stages.
 */
@NullMarked
package io.headrace.curriculum;

import org.jspecify.annotations.NullMarked;
