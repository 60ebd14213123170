/**
 * The number scorer: finds the final number of a free-form response and compares it exactly. Pure.
 */
@NullMarked
package io.headrace.verifier.number;

import org.jspecify.annotations.NullMarked;
