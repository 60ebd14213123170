@NullMarked
package io.headrace.reward.assembly;

import org.jspecify.annotations.NullMarked;
