@NullMarked
package io.headrace.reward;

import org.jspecify.annotations.NullMarked;
