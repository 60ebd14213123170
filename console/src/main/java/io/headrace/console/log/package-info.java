/**
 * The console's adapter to the log: follows a run's topics, fetches single records, writes
 * commands.
 */
@NullMarked
package io.headrace.console.log;

import org.jspecify.annotations.NullMarked;
