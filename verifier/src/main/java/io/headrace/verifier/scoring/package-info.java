/**
 * Runs scorers within their own limits, gathers groups for group scorers, and converts scores,
 * time-outs and failures to the content of verdicts.
 */
@NullMarked
package io.headrace.verifier.scoring;

import org.jspecify.annotations.NullMarked;
