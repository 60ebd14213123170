@NullMarked
package io.headrace.cli.process;

import org.jspecify.annotations.NullMarked;
