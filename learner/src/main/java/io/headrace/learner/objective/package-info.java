/** What is optimized: one small class per objective, each with a double-precision twin. */
@NullMarked
package io.headrace.learner.objective;

import org.jspecify.annotations.NullMarked;
