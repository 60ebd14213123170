@NullMarked
package io.headrace.rollout;

import org.jspecify.annotations.NullMarked;
