/**
 * Consumption of a topic as a work queue through a share group (KIP-932): each record is leased,
 * and the lease is renewed until its work has ended. The adapter to Kafka's share consumer; the
 * service supplies the work.
 */
@NullMarked
package io.headrace.pipeline.queue;

import org.jspecify.annotations.NullMarked;
