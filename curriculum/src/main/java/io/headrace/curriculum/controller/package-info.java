/**
 * Takes a run through the stages of its plan: decides, from the events of the log, which events to
 * write next. Plain Java, time is passed in.
 */
@NullMarked
package io.headrace.curriculum.controller;

import org.jspecify.annotations.NullMarked;
