/**
 * The encoding of a group's stored state: an internal Avro record with all its schemas, and the
 * format that preceded it, which is only read.
 */
@NullMarked
package io.headrace.reward.state;

import org.jspecify.annotations.NullMarked;
