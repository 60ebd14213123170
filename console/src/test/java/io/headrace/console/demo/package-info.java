/** A made-up run for looking at the page and testing it; nothing in it was measured. */
@NullMarked
package io.headrace.console.demo;

import org.jspecify.annotations.NullMarked;
