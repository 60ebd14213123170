/** Tests of the console's http package. */
@NullMarked
package io.headrace.console.http;

import org.jspecify.annotations.NullMarked;
