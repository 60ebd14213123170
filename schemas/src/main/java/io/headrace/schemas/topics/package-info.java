/** The topic catalogue: names, keys, partitions, clean-up, retention and events. */
@NullMarked
package io.headrace.schemas.topics;

import org.jspecify.annotations.NullMarked;
