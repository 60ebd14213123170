package io.headrace.cli.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bytes of this process allocated by the C library: tensors and other native memory of the JVM and
 * of libraries, without the Java heap. Needs glibc 2.33 or newer.
 */
@SuppressWarnings("restricted") // Calls the C library.
final class MallocUsage {

  /** Fields of {@code struct mallinfo2}, each a {@code size_t}. */
  private static final int FIELDS = 10;

  private static final int MAPPED_BYTES = 4;
  private static final int USED_BYTES = 7;

  private static final Optional<MethodHandle> MALLINFO = mallinfo();

  private MallocUsage() {}

  /** Whether the C library provides the usage. */
  static boolean isKnown() {
    return MALLINFO.isPresent();
  }

  /** Allocated and not freed bytes; NaN when unknown. */
  static double bytes() {
    if (MALLINFO.isEmpty()) {
      return Double.NaN;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) MALLINFO.get().invokeExact((SegmentAllocator) arena);
      return field(info, USED_BYTES) + field(info, MAPPED_BYTES);
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException("mallinfo2 throws nothing", impossible);
    }
  }

  private static double field(MemorySegment info, int index) {
    return info.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  private static Optional<MethodHandle> mallinfo() {
    Linker linker = Linker.nativeLinker();
    MemoryLayout[] fields = new MemoryLayout[FIELDS];
    Arrays.fill(fields, ValueLayout.JAVA_LONG);
    return linker
        .defaultLookup()
        .find("mallinfo2")
        .map(
            address ->
                linker.downcallHandle(
                    address, FunctionDescriptor.of(MemoryLayout.structLayout(fields))));
  }
}
