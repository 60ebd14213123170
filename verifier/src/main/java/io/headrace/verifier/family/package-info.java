/**
 * The scorers of the built-in task families, whose responses consist of thoughts and one JSON
 * answer. Pure.
 */
@NullMarked
package io.headrace.verifier.family;

import org.jspecify.annotations.NullMarked;
