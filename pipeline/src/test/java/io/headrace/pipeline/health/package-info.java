@NullMarked
package io.headrace.pipeline.health;

import org.jspecify.annotations.NullMarked;
