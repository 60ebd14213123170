/** Turns a scorer's answer, silence or failure into what a verdict says. */
@NullMarked
package io.headrace.verifier.judge;

import org.jspecify.annotations.NullMarked;
