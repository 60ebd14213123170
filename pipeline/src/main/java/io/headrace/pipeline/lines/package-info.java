/** Reading of line-oriented files written by users, such as task files. */
@NullMarked
package io.headrace.pipeline.lines;

import org.jspecify.annotations.NullMarked;
