/** Scores traces whose tasks have a checkable answer. */
@NullMarked
package io.headrace.verifier;

import org.jspecify.annotations.NullMarked;
