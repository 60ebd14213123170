/** The ids of a run's things, as types. */
@NullMarked
package io.headrace.pipeline.id;

import org.jspecify.annotations.NullMarked;
