/** The curriculum as a service: reads the run's log, writes what the controller decides. */
@NullMarked
package io.headrace.curriculum.service;

import org.jspecify.annotations.NullMarked;
