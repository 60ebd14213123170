/** What the command writes: progress, tables, JSON. */
@NullMarked
package io.headrace.cli.output;

import org.jspecify.annotations.NullMarked;
