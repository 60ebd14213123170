/**
 * Decides when the traces of a group are complete, when they are no longer waited for, and how far
 * the log is done. Pure.
 */
@NullMarked
package io.headrace.verifier.group;

import org.jspecify.annotations.NullMarked;
