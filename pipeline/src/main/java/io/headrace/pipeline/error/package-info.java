/** Error codes and the one exception that carries them. */
@NullMarked
package io.headrace.pipeline.error;

import org.jspecify.annotations.NullMarked;
