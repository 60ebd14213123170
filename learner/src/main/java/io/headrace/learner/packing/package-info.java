/** Division of traces into micro-batches of a bounded number of tokens. */
@NullMarked
package io.headrace.learner.packing;

import org.jspecify.annotations.NullMarked;
