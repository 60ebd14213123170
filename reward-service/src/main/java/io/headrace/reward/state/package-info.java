/**
 * The stored state of a group as bytes: an internal Avro record whose schemas are kept, and the
 * older hand-written format, read only.
 */
@NullMarked
package io.headrace.reward.state;

import org.jspecify.annotations.NullMarked;
