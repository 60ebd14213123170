/** Where tasks come from: files, generator families, and which of them are held out. */
@NullMarked
package io.headrace.curriculum.task;

import org.jspecify.annotations.NullMarked;
