/**
 * The built-in task families: seeded generators of tasks with a checkable answer, and worked
 * answers for the cold start.
 *
 * <p>Plain Java without clock, thread or Kafka: the same family, seed and difficulty give the same
 * tasks everywhere. A family only writes prompts, gold answers and demonstrations; the scorer that
 * decides about an answer lives in the verifier and is found by {@link
 * io.headrace.curriculum.family.TaskFamily#verifier()}.
 */
@NullMarked
package io.headrace.curriculum.family;

import org.jspecify.annotations.NullMarked;
