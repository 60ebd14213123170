/** The assembler, which joins traces with verdicts, and the shaping of rewards over a group. */
@NullMarked
package io.headrace.reward;

import org.jspecify.annotations.NullMarked;
