@NullMarked
package io.headrace.pipeline.json;

import org.jspecify.annotations.NullMarked;
