/** Publishing, following and verification of weights versions. */
@NullMarked
package io.headrace.pipeline.weights;

import org.jspecify.annotations.NullMarked;
