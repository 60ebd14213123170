@NullMarked
package io.headrace.reward.streams;

import org.jspecify.annotations.NullMarked;
