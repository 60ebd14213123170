@NullMarked
package io.headrace.pipeline.service;

import org.jspecify.annotations.NullMarked;
