/**
 * How many groups may be under way before the samples get too stale. Plain Java, no clock, no I/O.
 */
@NullMarked
package io.headrace.curriculum.capacity;

import org.jspecify.annotations.NullMarked;
