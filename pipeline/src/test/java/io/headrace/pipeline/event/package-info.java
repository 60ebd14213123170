@NullMarked
package io.headrace.pipeline.event;

import org.jspecify.annotations.NullMarked;
