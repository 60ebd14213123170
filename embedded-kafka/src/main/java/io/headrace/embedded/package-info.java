/**
 * A real single-node Kafka inside this JVM: the default broker of a local run, of the tests and of
 * the benchmarks. Services do not depend on this package; they only get bootstrap servers.
 */
@NullMarked
package io.headrace.embedded;

import org.jspecify.annotations.NullMarked;
