/** Measurement of the resident memory of each process of a run: {@code headrace bench memory}. */
@NullMarked
package io.headrace.cli.bench.memory;

import org.jspecify.annotations.NullMarked;
