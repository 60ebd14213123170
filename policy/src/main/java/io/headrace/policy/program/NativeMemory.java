package io.headrace.policy.program;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Memory of the C heap that is freed when it is closed.
 *
 * <p>A direct buffer of the JDK is freed only after a garbage collection that finds it, which for
 * buffers of an old generation may be hours later. Closing twice is allowed; using the buffer after
 * closing is not. May be closed on any thread.
 */
@SuppressWarnings("restricted") // Calls the C library.
final class NativeMemory implements AutoCloseable {
  private static final MethodHandle MALLOC =
      handle("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private final MemorySegment address;
  private final ByteBuffer bytes;
  private final AtomicBoolean freed = new AtomicBoolean();

  private NativeMemory(MemorySegment address, ByteBuffer bytes) {
    this.address = address;
    this.bytes = bytes;
  }

  /**
   * Allocates memory; its content is arbitrary.
   *
   * @param size bytes, at least 1
   * @throws OutOfMemoryError when the system has none
   */
  static NativeMemory allocate(int size) {
    try {
      MemorySegment address = (MemorySegment) MALLOC.invokeExact((long) size);
      if (address.address() == 0) {
        throw new OutOfMemoryError(size + " bytes of native memory");
      }
      ByteBuffer bytes = address.reinterpret(size, Arena.global(), null).asByteBuffer();
      return new NativeMemory(address, bytes.order(ByteOrder.nativeOrder()));
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException("malloc throws nothing", impossible);
    }
  }

  /** The memory as a buffer in the machine's byte order; valid until it is closed. */
  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    if (freed.getAndSet(true)) {
      return;
    }
    try {
      FREE.invokeExact(address);
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException("free throws nothing", impossible);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
