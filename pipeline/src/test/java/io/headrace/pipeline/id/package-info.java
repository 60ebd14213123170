@NullMarked
package io.headrace.pipeline.id;

import org.jspecify.annotations.NullMarked;
