package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** The program's methods over a key-value cache. */
final class GenerationCalls {
  private final ProgramModule module;
  private final NDArray shape;

  GenerationCalls(ProgramModule module, NDArray shape) {
    this.module = module;
    this.shape = shape;
  }

  KeyValueCache newCache(int slots, int capacity) {
    NDManager owner = module.manager().newSubManager();
    try (NDManager inputs = owner.newSubManager()) {
      NDList arguments =
          new NDList(
              HostArrays.longs(inputs, new int[] {slots, CacheColumns.of(1, capacity)}, 2),
              shape,
              HostArrays.floats(inputs, new float[] {0}));
      NDList arrays = module.run(owner, "new_cache", arguments);
      return new KeyValueCache(owner, arrays.get(0), arrays.get(1), slots, capacity);
    }
  }

  void prefill(ServingWeights weights, KeyValueCache cache, TokenBatch batch, int[] slots) {
    requirePrefill(cache, batch, slots);
    widen(cache, batch.columns());
    try (NDManager scope = module.manager().newSubManager()) {
      NDList arguments =
          new NDList(
              HostArrays.longs(scope, batch.tokens(), batch.rows(), batch.columns()),
              HostArrays.longs(scope, slots, slots.length),
              cache.keys(),
              cache.values(),
              shape);
      arguments.addAll(weights.argument());
      module.run(scope, "prefill", arguments);
    }
  }

  private static void requirePrefill(KeyValueCache cache, TokenBatch batch, int[] slots) {
    if (batch.isPaddedOnTheLeft() || slots.length != batch.rows()) {
      throw new IllegalArgumentException("prefill takes right-padded rows and one slot per row");
    }
    if (batch.columns() > cache.capacity()) {
      throw new IllegalArgumentException(
          "a row of %d tokens does not fit the cache's %d columns"
              .formatted(batch.columns(), cache.capacity()));
    }
  }

  void copySlots(KeyValueCache cache, int[] sources, int[] targets, int columns) {
    if (sources.length == 0 || columns == 0) {
      return;
    }
    widen(cache, columns);
    try (NDManager scope = module.manager().newSubManager()) {
      NDList arguments =
          new NDList(
              HostArrays.longs(scope, sources, sources.length),
              HostArrays.longs(scope, targets, targets.length),
              HostArrays.longs(scope, new int[] {columns}),
              cache.keys(),
              cache.values());
      module.run(scope, "copy_slots", arguments);
    }
  }

  private void widen(KeyValueCache cache, int columns) {
    if (columns > cache.columns()) {
      resize(cache, CacheColumns.of(columns, cache.capacity()));
    }
  }

  private void resize(KeyValueCache cache, int columns) {
    if (columns == cache.columns()) {
      return;
    }
    NDArray keys = resized(cache, cache.keys(), columns);
    cache.replace(keys, resized(cache, cache.values(), columns));
  }

  private NDArray resized(KeyValueCache cache, NDArray array, int columns) {
    try (NDManager inputs = cache.manager().newSubManager()) {
      NDList arguments = new NDList(array, HostArrays.longs(inputs, new int[] {columns}));
      return module.run(cache.manager(), "resized", arguments).singletonOrThrow();
    }
  }

  DecodedTokens decode(ServingWeights weights, KeyValueCache cache, DecodeRequest request) {
    requireRoom(cache, request);
    int longest = Arrays.stream(request.positions()).max().orElse(0) + request.steps();
    resize(cache, CacheColumns.of(Math.min(longest, cache.capacity()), cache.capacity()));
    try (NDManager scope = module.manager().newSubManager()) {
      NDList arguments = decodeArguments(scope, cache, request);
      arguments.addAll(weights.argument());
      NDList result = module.run(scope, "decode", arguments);
      return new DecodedTokens(
          HostArrays.intRows(result.get(0)), HostArrays.floatRows(result.get(1)));
    }
  }

  private NDList decodeArguments(NDManager scope, KeyValueCache cache, DecodeRequest request) {
    int rows = request.rows();
    return new NDList(
        HostArrays.longs(scope, request.tokens(), rows),
        HostArrays.longs(scope, request.positions(), rows),
        HostArrays.longs(scope, request.limits(), rows),
        HostArrays.floats(scope, request.temperatures(), rows),
        HostArrays.floats(scope, HostArrays.flat(request.uniforms()), request.steps(), rows),
        HostArrays.longs(scope, request.stopIds(), request.stopIds().length),
        cache.keys(),
        cache.values(),
        shape);
  }

  private static void requireRoom(KeyValueCache cache, DecodeRequest request) {
    if (request.mask().isPresent()) {
      throw new UnsupportedOperationException(
          "the policy program draws from all tokens; decode without a mask");
    }
    if (request.rows() > cache.slots()) {
      throw new IllegalArgumentException(
          "%d rows do not fit the cache's %d slots".formatted(request.rows(), cache.slots()));
    }
    for (int limit : request.limits()) {
      if (limit > cache.capacity()) {
        throw new IllegalArgumentException(
            "a limit of %d tokens does not fit the cache's %d columns"
                .formatted(limit, cache.capacity()));
      }
    }
  }
}
