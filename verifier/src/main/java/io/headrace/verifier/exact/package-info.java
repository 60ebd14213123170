/** Exact numbers and expressions over them, bounded in size. Pure. */
@NullMarked
package io.headrace.verifier.exact;

import org.jspecify.annotations.NullMarked;
