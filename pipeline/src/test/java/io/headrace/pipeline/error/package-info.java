@NullMarked
package io.headrace.pipeline.error;

import org.jspecify.annotations.NullMarked;
