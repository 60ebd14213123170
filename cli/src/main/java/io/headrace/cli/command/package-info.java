/** One class per subcommand. */
@NullMarked
package io.headrace.cli.command;

import org.jspecify.annotations.NullMarked;
