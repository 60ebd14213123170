/**
 * The kinds of scorers, their input and answer, and the registry by name. Pure, except that an
 * asynchronous scorer does its own I/O.
 */
@NullMarked
package io.headrace.verifier.scorer;

import org.jspecify.annotations.NullMarked;
