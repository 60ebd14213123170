@NullMarked
package io.headrace.reward.preference;

import org.jspecify.annotations.NullMarked;
