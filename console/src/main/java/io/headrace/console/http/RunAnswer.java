package io.headrace.console.http;

import io.headrace.console.view.RunSnapshot;

/**
 * The answer of {@code GET /api/runs/{run}}.
 *
 * @param instance id of this start of the console; a page reloads when it changes
 * @param caughtUp whether the console has read the records that were in the log when it started
 * @param problem why the console can't read the log now; empty when it can
 */
record RunAnswer(String instance, boolean caughtUp, String problem, Goals goals, RunSnapshot run) {}
