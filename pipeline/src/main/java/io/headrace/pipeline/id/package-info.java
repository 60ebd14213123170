/** Ids of runs, groups, traces and weights versions as types. */
@NullMarked
package io.headrace.pipeline.id;

import org.jspecify.annotations.NullMarked;
