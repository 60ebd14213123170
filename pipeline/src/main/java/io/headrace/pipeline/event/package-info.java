/** Encoding of events: Avro single-object encoding with a store of all released schemas. */
@NullMarked
package io.headrace.pipeline.event;

import org.jspecify.annotations.NullMarked;
