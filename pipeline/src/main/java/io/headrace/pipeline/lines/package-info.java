/** Files of lines that people write: tasks, cases. */
@NullMarked
package io.headrace.pipeline.lines;

import org.jspecify.annotations.NullMarked;
