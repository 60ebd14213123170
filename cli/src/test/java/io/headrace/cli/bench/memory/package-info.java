@NullMarked
package io.headrace.cli.bench.memory;

import org.jspecify.annotations.NullMarked;
