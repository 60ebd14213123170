/** The headrace command: one entry point for services, the demo and the tools. */
@NullMarked
package io.headrace.cli;

import org.jspecify.annotations.NullMarked;
