/**
 * The state of services on the topic {@code snapshots}, so that a start reads what came after it
 * and not the whole log: when one is due, and finding the newest.
 */
@NullMarked
package io.headrace.pipeline.snapshot;

import org.jspecify.annotations.NullMarked;
