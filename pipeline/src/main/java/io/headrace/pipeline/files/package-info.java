/** Opening of files that users name, with a description of files that can't be used. */
@NullMarked
package io.headrace.pipeline.files;

import org.jspecify.annotations.NullMarked;
