/** The TorchScript program, the archive libtorch loads it from, and the calls into it. */
@NullMarked
package io.headrace.policy.program;

import org.jspecify.annotations.NullMarked;
