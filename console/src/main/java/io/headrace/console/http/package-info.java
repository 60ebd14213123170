/** The HTTP API and the page, over Vert.x. */
@NullMarked
package io.headrace.console.http;

import org.jspecify.annotations.NullMarked;
