package io.headrace.policy.folder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** A number format of safetensors files, in little-endian order; read as float32. */
public enum TensorType {
  /** IEEE float32. */
  F32(Float.BYTES) {
    @Override
    float get(MemorySegment data, long index) {
      return data.get(FLOAT, index * Float.BYTES);
    }

    @Override
    void set(MemorySegment data, long index, float value) {
      data.set(FLOAT, index * Float.BYTES, value);
    }
  },
  /** IEEE float16. */
  F16(Short.BYTES) {
    @Override
    float get(MemorySegment data, long index) {
      return Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
    }

    @Override
    void set(MemorySegment data, long index, float value) {
      data.set(SHORT, index * Short.BYTES, Float.floatToFloat16(value));
    }
  },
  /** bfloat16: the upper half of a float32, rounded to nearest even. */
  BF16(Short.BYTES) {
    @Override
    float get(MemorySegment data, long index) {
      return Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << Short.SIZE);
    }

    @Override
    void set(MemorySegment data, long index, float value) {
      data.set(SHORT, index * Short.BYTES, toBfloat16(value));
    }
  };

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  abstract float get(MemorySegment data, long index);

  abstract void set(MemorySegment data, long index, float value);

  static Optional<TensorType> named(String name) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | 0x40);
    }
    int roundingToEven = 0x7fff + ((bits >>> Short.SIZE) & 1);
    return (short) ((bits + roundingToEven) >>> Short.SIZE);
  }
}
