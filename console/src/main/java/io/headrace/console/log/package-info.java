/**
 * The console's side of the log: follows a run's topics, fetches single records, issues commands.
 */
@NullMarked
package io.headrace.console.log;

import org.jspecify.annotations.NullMarked;
