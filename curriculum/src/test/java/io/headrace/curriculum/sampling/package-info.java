@NullMarked
package io.headrace.curriculum.sampling;

import org.jspecify.annotations.NullMarked;
