/**
 * The verifier as a service: reads traces from share groups and consumer groups and writes
 * verdicts.
 */
@NullMarked
package io.headrace.verifier.service;

import org.jspecify.annotations.NullMarked;
