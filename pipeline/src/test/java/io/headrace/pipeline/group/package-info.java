@NullMarked
package io.headrace.pipeline.group;

import org.jspecify.annotations.NullMarked;
