/** Services, broker and endpoints of one process, opened in order and closed in reverse. */
@NullMarked
package io.headrace.cli.process;

import org.jspecify.annotations.NullMarked;
