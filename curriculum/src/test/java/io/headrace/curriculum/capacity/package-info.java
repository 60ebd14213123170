@NullMarked
package io.headrace.curriculum.capacity;

import org.jspecify.annotations.NullMarked;
