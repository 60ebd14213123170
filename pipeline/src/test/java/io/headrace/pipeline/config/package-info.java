@NullMarked
package io.headrace.pipeline.config;

import org.jspecify.annotations.NullMarked;
