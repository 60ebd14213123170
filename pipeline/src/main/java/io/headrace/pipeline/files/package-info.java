/** Files that users name: what they are, when they are not what they should be. */
@NullMarked
package io.headrace.pipeline.files;

import org.jspecify.annotations.NullMarked;
