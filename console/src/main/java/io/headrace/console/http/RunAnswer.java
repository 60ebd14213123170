package io.headrace.console.http;

import io.headrace.console.view.RunSnapshot;

/**
 * The run now.
 *
 * @param instance changes when the console starts again, so that a page knows to load all anew
 * @param caughtUp whether the console has read what was in the log when it started
 */
record RunAnswer(String instance, boolean caughtUp, Goals goals, RunSnapshot run) {}
