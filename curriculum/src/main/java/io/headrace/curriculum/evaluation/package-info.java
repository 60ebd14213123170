/**
 * What an evaluation on held-out tasks asks for and how its groups add up. Plain Java, no clock, no
 * I/O.
 */
@NullMarked
package io.headrace.curriculum.evaluation;

import org.jspecify.annotations.NullMarked;
