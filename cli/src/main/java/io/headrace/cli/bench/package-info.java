/** Measurements of a whole run: every service in one process. */
@NullMarked
package io.headrace.cli.bench;

import org.jspecify.annotations.NullMarked;
