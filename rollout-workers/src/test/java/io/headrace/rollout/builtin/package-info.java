@NullMarked
package io.headrace.rollout.builtin;

import org.jspecify.annotations.NullMarked;
