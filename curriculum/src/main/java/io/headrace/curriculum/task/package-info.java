/** Loads tasks from files and generator families, and splits off the held-out ones. */
@NullMarked
package io.headrace.curriculum.task;

import org.jspecify.annotations.NullMarked;
