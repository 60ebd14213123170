@NullMarked
package io.headrace.curriculum.task;

import org.jspecify.annotations.NullMarked;
