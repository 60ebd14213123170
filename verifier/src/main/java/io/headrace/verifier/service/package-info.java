/**
 * The verifier as a service: traces in, verdicts out, through a share group. The edge; decides
 * nothing itself.
 */
@NullMarked
package io.headrace.verifier.service;

import org.jspecify.annotations.NullMarked;
