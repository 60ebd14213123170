/** The page in a real browser. */
@NullMarked
package io.headrace.console.browser;

import org.jspecify.annotations.NullMarked;
