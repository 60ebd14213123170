/** Tests of the console's log package. */
@NullMarked
package io.headrace.console.log;

import org.jspecify.annotations.NullMarked;
