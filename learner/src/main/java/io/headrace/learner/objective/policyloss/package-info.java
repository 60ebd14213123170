/** Policy losses, on the ratio of whole sequences or of tokens. */
@NullMarked
package io.headrace.learner.objective.policyloss;

import org.jspecify.annotations.NullMarked;
