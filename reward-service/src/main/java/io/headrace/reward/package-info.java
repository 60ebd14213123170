/** Scores that need a whole group, and the assembler that joins traces with verdicts. */
@NullMarked
package io.headrace.reward;

import org.jspecify.annotations.NullMarked;
