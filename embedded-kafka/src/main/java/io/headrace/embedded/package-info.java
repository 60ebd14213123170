/**
 * A real single-node Kafka inside this JVM: the default broker of a laptop run, of the tests and of
 * the benchmarks. Services never depend on this package; they only see bootstrap servers.
 */
@NullMarked
package io.headrace.embedded;

import org.jspecify.annotations.NullMarked;
