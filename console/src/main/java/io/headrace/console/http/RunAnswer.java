package io.headrace.console.http;

import io.headrace.console.view.RunSnapshot;

/**
 * The run now.
 *
 * @param instance changes when the console starts again, so that a page knows to load all anew
 * @param caughtUp whether the console has read what was in the log when it started
 * @param problem why the console itself can't follow the run now; empty when it does
 */
record RunAnswer(String instance, boolean caughtUp, String problem, Goals goals, RunSnapshot run) {}
