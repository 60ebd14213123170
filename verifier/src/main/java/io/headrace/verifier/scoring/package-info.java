/**
 * Runs scorers with limits of their own, gathers groups for those that compare responses, and turns
 * their answer, silence or failure into what a verdict says.
 */
@NullMarked
package io.headrace.verifier.scoring;

import org.jspecify.annotations.NullMarked;
