/** The configuration of a run: records, read from YAML with units, origins and strict keys. */
@NullMarked
package io.headrace.pipeline.config;

import org.jspecify.annotations.NullMarked;
