package io.headrace.cli.bench.memory;

/**
 * The memory of one process at one time; NaN for what could not be read.
 *
 * @param seconds since the start
 * @param resident megabytes of memory that the process has in RAM
 * @param proportional the same, with shared pages counted in part
 * @param heapUsed megabytes of the Java heap in use, garbage counted
 * @param heapCommitted megabytes that the Java heap has from the system
 * @param direct megabytes of direct buffers
 * @param malloc megabytes allocated by the C library and not freed
 * @param arrays arrays, scopes and host memory held by the engine
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
