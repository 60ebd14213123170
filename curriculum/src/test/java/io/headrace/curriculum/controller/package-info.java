@NullMarked
package io.headrace.curriculum.controller;

import org.jspecify.annotations.NullMarked;
