@NullMarked
package io.headrace.pipeline.lines;

import org.jspecify.annotations.NullMarked;
