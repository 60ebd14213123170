/**
 * What the tests of all modules share: valid events, a real broker, reading a topic with a
 * deadline, and seeded randomness. Everything here is real; nothing is mocked.
 */
@NullMarked
package io.headrace.testkit;

import org.jspecify.annotations.NullMarked;
