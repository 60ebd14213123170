@NullMarked
package io.headrace.embedded;

import org.jspecify.annotations.NullMarked;
