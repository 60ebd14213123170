/**
 * Test support for all modules: valid events, a real broker, a topic reader with deadlines, and
 * seeded randomness. No mocks.
 */
@NullMarked
package io.headrace.testkit;

import org.jspecify.annotations.NullMarked;
