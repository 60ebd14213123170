/** Scores a file of cases, one JSON object a line: the core of {@code headrace verify}. */
@NullMarked
package io.headrace.verifier.cases;

import org.jspecify.annotations.NullMarked;
