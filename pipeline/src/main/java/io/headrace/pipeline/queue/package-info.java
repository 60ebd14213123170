/**
 * Taking work from a topic through a share group (KIP-932): records under leases that are renewed
 * until each one's work has ended. The edge to Kafka's share consumer; what the work is, the
 * service decides.
 */
@NullMarked
package io.headrace.pipeline.queue;

import org.jspecify.annotations.NullMarked;
