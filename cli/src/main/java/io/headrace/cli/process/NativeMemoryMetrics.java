package io.headrace.cli.process;

import io.headrace.policy.program.LiveArrays;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a process has outside of the Java heap: allocations of the C library, arrays of the engine.
 */
public final class NativeMemoryMetrics implements MeterBinder {

  /** Bytes allocated by the C library and not freed; absent where it does not say. */
  public static final String MALLOC = "headrace_process_malloc_bytes";

  /** Arrays, scopes and host memory that the engine holds. */
  public static final String ARRAYS = "headrace_process_live_arrays";

  @Override
  public void bindTo(MeterRegistry registry) {
    if (MallocUsage.known()) {
      Gauge.builder(MALLOC, MallocUsage::bytes)
          .description("Bytes allocated by the C library and not freed")
          .register(registry);
    }
    Gauge.builder(ARRAYS, LiveArrays::count)
        .description("Arrays, scopes and host memory held by the engine")
        .register(registry);
  }
}
