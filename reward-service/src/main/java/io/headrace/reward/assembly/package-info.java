/**
 * Decides how traces and verdicts become scored groups.
 *
 * <p>Plain Java: time and offsets are passed in, and the caller stores the events. {@link
 * io.headrace.reward.assembly.GroupAssembler} decides when a group is complete, {@link
 * io.headrace.reward.assembly.GroupComposer} builds the scored group.
 */
@NullMarked
package io.headrace.reward.assembly;

import org.jspecify.annotations.NullMarked;
