/** Checks of the machine, each with what to do when it fails. */
@NullMarked
package io.headrace.cli.doctor;

import org.jspecify.annotations.NullMarked;
