@NullMarked
package io.headrace.testkit;

import org.jspecify.annotations.NullMarked;
