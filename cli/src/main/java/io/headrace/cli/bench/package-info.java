/** Benchmarks of a whole run with all services in one process. */
@NullMarked
package io.headrace.cli.bench;

import org.jspecify.annotations.NullMarked;
