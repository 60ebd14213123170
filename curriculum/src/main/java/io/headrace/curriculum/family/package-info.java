/**
 * The built-in task families: seeded generators of tasks with verifiable answers, and
 * demonstrations for the cold start.
 *
 * <p>Plain Java without clock, thread or Kafka: the same family, seed and difficulty give the same
 * tasks everywhere. A family generates prompts, gold answers and demonstrations; the scorer of its
 * answers is in the verifier, under the name of {@link
 * io.headrace.curriculum.family.TaskFamily#verifier()}.
 */
@NullMarked
package io.headrace.curriculum.family;

import org.jspecify.annotations.NullMarked;
