/** Why a run makes no progress, derived from its events. Plain Java; time is passed in. */
@NullMarked
package io.headrace.pipeline.health;

import org.jspecify.annotations.NullMarked;
