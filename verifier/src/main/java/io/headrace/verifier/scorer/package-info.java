/** What a scorer is given, what it answers, and how one is found by name. Pure. */
@NullMarked
package io.headrace.verifier.scorer;

import org.jspecify.annotations.NullMarked;
