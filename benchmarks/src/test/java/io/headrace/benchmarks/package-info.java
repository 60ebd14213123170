@NullMarked
package io.headrace.benchmarks;

import org.jspecify.annotations.NullMarked;
