/** Typed reads of JSON that other tools and people write. */
@NullMarked
package io.headrace.pipeline.json;

import org.jspecify.annotations.NullMarked;
