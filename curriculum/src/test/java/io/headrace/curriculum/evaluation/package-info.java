@NullMarked
package io.headrace.curriculum.evaluation;

import org.jspecify.annotations.NullMarked;
