package io.headrace.cli.bench.memory;

/**
 * The memory of one process at one time; NaN for a value that could not be read.
 *
 * @param seconds time since the start
 * @param resident resident set size, in MB
 * @param proportional proportional set size, which counts shared pages in part, in MB
 * @param heapUsed Java heap in use including garbage, in MB
 * @param heapCommitted committed Java heap, in MB
 * @param direct direct buffers, in MB
 * @param malloc memory allocated by the C library and not freed, in MB
 * @param arrays number of arrays, scopes and host memory blocks held by the engine
 */
record MemorySample(
    double seconds,
    double resident,
    double proportional,
    double heapUsed,
    double heapCommitted,
    double direct,
    double malloc,
    double arrays) {

  static final double MEGABYTE = 1e6;
}
