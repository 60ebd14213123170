@NullMarked
package io.headrace.pipeline.weights;

import org.jspecify.annotations.NullMarked;
