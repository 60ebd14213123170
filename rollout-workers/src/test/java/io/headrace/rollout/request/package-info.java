@NullMarked
package io.headrace.rollout.request;

import org.jspecify.annotations.NullMarked;
