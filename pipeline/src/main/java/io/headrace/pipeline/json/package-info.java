/** Type-checked reading of JSON written by users and other tools. */
@NullMarked
package io.headrace.pipeline.json;

import org.jspecify.annotations.NullMarked;
