/** Events as bytes: Avro single-object encoding with a store of the schemas ever released. */
@NullMarked
package io.headrace.pipeline.event;

import org.jspecify.annotations.NullMarked;
