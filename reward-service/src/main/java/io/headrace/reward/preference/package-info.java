/**
 * Selects preference pairs and best responses from scored groups.
 *
 * <p>Plain Java. A {@link io.headrace.reward.preference.PairRule} compares the scored responses of
 * a group, {@link io.headrace.reward.preference.PairComposer} builds the events. A response without
 * a score is never compared.
 */
@NullMarked
package io.headrace.reward.preference;

import org.jspecify.annotations.NullMarked;
