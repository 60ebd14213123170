@NullMarked
package io.headrace.curriculum.service;

import org.jspecify.annotations.NullMarked;
