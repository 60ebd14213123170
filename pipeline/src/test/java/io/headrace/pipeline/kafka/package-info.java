@NullMarked
package io.headrace.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
