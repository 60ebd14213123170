@NullMarked
package io.headrace.reward.shaping;

import org.jspecify.annotations.NullMarked;
