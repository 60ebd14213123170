@NullMarked
package io.headrace.curriculum.conductor;

import org.jspecify.annotations.NullMarked;
