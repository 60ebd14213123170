/** Which task is asked next: the hard ones more often. Plain Java, no clock, no I/O. */
@NullMarked
package io.headrace.curriculum.sampling;

import org.jspecify.annotations.NullMarked;
