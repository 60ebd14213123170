package io.headrace.policy.folder;

import java.util.function.Supplier;

/**
 * A tensor to be written.
 *
 * @param name its name as transformers gives it
 * @param shape its shape
 * @param values gives its numbers row by row; asked once, when the tensor's turn has come, so that
 *     one tensor at a time is held
 */
public record NamedTensor(String name, TensorShape shape, Supplier<float[]> values) {}
