/** Tests of the console's view package. */
@NullMarked
package io.headrace.console.view;

import org.jspecify.annotations.NullMarked;
