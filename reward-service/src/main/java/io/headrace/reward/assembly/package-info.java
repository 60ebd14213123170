/**
 * Decides how traces and verdicts become scored groups.
 *
 * <p>Plain Java: time and offsets are passed in, bodies of events stay with the caller. {@link
 * io.headrace.reward.assembly.GroupAssembler} decides when a group is done, {@link
 * io.headrace.reward.assembly.GroupComposer} what is in it.
 */
@NullMarked
package io.headrace.reward.assembly;

import org.jspecify.annotations.NullMarked;
