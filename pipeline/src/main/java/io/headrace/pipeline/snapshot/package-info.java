/**
 * Snapshots of a service's state on the topic {@code snapshots}: when one is due, and how to find
 * the newest. A service that starts reads only the events after its snapshot.
 */
@NullMarked
package io.headrace.pipeline.snapshot;

import org.jspecify.annotations.NullMarked;
