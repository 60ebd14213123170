@NullMarked
package io.headrace.pipeline.snapshot;

import org.jspecify.annotations.NullMarked;
