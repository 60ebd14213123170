/**
 * Shaping of rewards over a whole group: pure functions of the scores and lengths of its traces.
 */
@NullMarked
package io.headrace.reward.shaping;

import org.jspecify.annotations.NullMarked;
