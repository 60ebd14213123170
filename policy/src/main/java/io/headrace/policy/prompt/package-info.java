/** Encodes the prompts of tasks, plain text or conversations, as token ids. */
@NullMarked
package io.headrace.policy.prompt;

import org.jspecify.annotations.NullMarked;
