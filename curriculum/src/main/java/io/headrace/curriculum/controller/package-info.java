/**
 * Takes a run through the stages of its plan: decides what to write to the log from what the log
 * says. Plain Java, time is passed in.
 */
@NullMarked
package io.headrace.curriculum.controller;

import org.jspecify.annotations.NullMarked;
