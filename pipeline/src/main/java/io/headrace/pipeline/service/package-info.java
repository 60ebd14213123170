/** Common parts of the services: life cycle, retries, heartbeats, health and metrics endpoint. */
@NullMarked
package io.headrace.pipeline.service;

import org.jspecify.annotations.NullMarked;
