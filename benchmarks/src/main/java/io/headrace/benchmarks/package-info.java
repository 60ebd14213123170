/** Benchmarks that print measurements and ratios against a baseline of the same run. */
@NullMarked
package io.headrace.benchmarks;

import org.jspecify.annotations.NullMarked;
