/** Rules about groups that several services share. Plain Java. */
@NullMarked
package io.headrace.pipeline.group;

import org.jspecify.annotations.NullMarked;
