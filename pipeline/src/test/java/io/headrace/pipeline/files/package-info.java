@NullMarked
package io.headrace.pipeline.files;

import org.jspecify.annotations.NullMarked;
