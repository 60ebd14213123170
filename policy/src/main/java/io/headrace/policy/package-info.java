/** The policy model: configuration, parameters, and the values its program takes and returns. */
@NullMarked
package io.headrace.policy;

import org.jspecify.annotations.NullMarked;
