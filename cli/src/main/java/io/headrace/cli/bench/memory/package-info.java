/**
 * Whether the resident memory of each process of a run stays flat: {@code headrace bench memory}.
 */
@NullMarked
package io.headrace.cli.bench.memory;

import org.jspecify.annotations.NullMarked;
