/** Turns a scorer's answer, silence or failure into what a verdict says. */
@NullMarked
package io.headrace.verifier.scoring;

import org.jspecify.annotations.NullMarked;
