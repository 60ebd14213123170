/**
 * How many groups may be requested without the samples getting too stale. Plain Java, no clock, no
 * I/O.
 */
@NullMarked
package io.headrace.curriculum.capacity;

import org.jspecify.annotations.NullMarked;
