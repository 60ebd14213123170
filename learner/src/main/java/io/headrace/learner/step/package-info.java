/**
 * One optimizer step on the engine: old and reference log-probs, optimizer updates, clipping,
 * AdamW.
 */
@NullMarked
package io.headrace.learner.step;

import org.jspecify.annotations.NullMarked;
