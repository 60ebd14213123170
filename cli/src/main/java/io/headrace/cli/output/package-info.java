/** Formatting of the command's output: progress, tables, JSON, log filters. */
@NullMarked
package io.headrace.cli.output;

import org.jspecify.annotations.NullMarked;
