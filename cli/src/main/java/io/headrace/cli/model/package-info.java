/** Use of a model folder without a run: log-probs of given tokens, samples of a prompt. */
@NullMarked
package io.headrace.cli.model;

import org.jspecify.annotations.NullMarked;
