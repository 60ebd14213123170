/** Rules about groups that more than one service goes by. Plain Java. */
@NullMarked
package io.headrace.pipeline.group;

import org.jspecify.annotations.NullMarked;
