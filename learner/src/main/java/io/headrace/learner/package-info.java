/**
 * The learner: scored groups and demonstrations in, optimizer steps and weights out, each step one
 * Kafka transaction.
 */
@NullMarked
package io.headrace.learner;

import org.jspecify.annotations.NullMarked;
