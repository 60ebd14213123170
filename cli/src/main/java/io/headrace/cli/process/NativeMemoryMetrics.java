package io.headrace.cli.process;

import io.headrace.policy.program.LiveArrays;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Metrics of memory outside of the Java heap: allocations of the C library and arrays of the
 * engine.
 */
public final class NativeMemoryMetrics implements MeterBinder {

  /** Bytes allocated by the C library and not freed; absent where it does not provide them. */
  public static final String MALLOC = "headrace_process_malloc_bytes";

  /** Number of arrays, scopes and host memory blocks held by the engine. */
  public static final String ARRAYS = "headrace_process_live_arrays";

  @Override
  public void bindTo(MeterRegistry registry) {
    if (MallocUsage.isKnown()) {
      Gauge.builder(MALLOC, MallocUsage::bytes)
          .description("Bytes allocated by the C library and not freed")
          .register(registry);
    }
    Gauge.builder(ARRAYS, LiveArrays::count)
        .description("Arrays, scopes and host memory held by the engine")
        .register(registry);
  }
}
