/** The policy model: its configuration and its tensors outside of the engine. */
@NullMarked
package io.headrace.policy;

import org.jspecify.annotations.NullMarked;
