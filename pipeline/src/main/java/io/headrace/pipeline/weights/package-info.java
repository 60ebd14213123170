/** Weights versions through the log: publishing, following, checking. */
@NullMarked
package io.headrace.pipeline.weights;

import org.jspecify.annotations.NullMarked;
