@NullMarked
package io.headrace.pipeline.queue;

import org.jspecify.annotations.NullMarked;
