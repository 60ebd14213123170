/** The demo: a fresh run, its progress on the terminal and its result. */
@NullMarked
package io.headrace.cli.demo;

import org.jspecify.annotations.NullMarked;
