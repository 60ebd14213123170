/** Error codes, the exception that carries them, and descriptions of file and JSON failures. */
@NullMarked
package io.headrace.pipeline.error;

import org.jspecify.annotations.NullMarked;
