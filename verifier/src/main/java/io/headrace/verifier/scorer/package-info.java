/**
 * The kinds of scorers, their input and answer, and the registry by name. Pure: an asynchronous
 * scorer brings its own I/O.
 */
@NullMarked
package io.headrace.verifier.scorer;

import org.jspecify.annotations.NullMarked;
