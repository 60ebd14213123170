@NullMarked
package io.headrace.systemtests;

import org.jspecify.annotations.NullMarked;
