/** What every service shares: life cycle, heartbeats, health and metrics endpoint. */
@NullMarked
package io.headrace.pipeline.service;

import org.jspecify.annotations.NullMarked;
