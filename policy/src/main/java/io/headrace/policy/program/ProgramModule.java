package io.headrace.policy.program;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The loaded TorchScript module. Every call first sets the thread count and executor mode of the
 * calling thread, both of which libtorch stores per thread.
 */
final class ProgramModule implements AutoCloseable {
  private static final String CLASS_NAME = "Policy";
  private static final String SOURCE = "policy.torchscript";

  private final Model model;
  private final int threads;

  private ProgramModule(Model model, int threads) {
    this.model = model;
    this.threads = threads;
  }

  static ProgramModule load(Device device, int threads) {
    Model model = Model.newInstance(CLASS_NAME, device, Devices.ENGINE);
    try {
      model.load(new ByteArrayInputStream(new TorchScriptArchive(CLASS_NAME, source()).toBytes()));
    } catch (IOException | MalformedModelException e) {
      model.close();
      throw new IllegalStateException("the policy program does not load: " + e.getMessage(), e);
    }
    LiveArrays.countAbove(model.getNDManager());
    return new ProgramModule(model, threads);
  }

  static String source() {
    try (InputStream in = ProgramModule.class.getResourceAsStream(SOURCE)) {
      return new String(Objects.requireNonNull(in, SOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NDManager manager() {
    return model.getNDManager();
  }

  /** Runs {@code method} without recording gradients; results belong to {@code scope}. */
  NDList run(NDManager scope, String method, NDList arguments) {
    return withoutGradients(() -> record(scope, method, arguments));
  }

  /** Computes something without recording gradients. */
  <T> T withoutGradients(Supplier<T> computation) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.get();
    } finally {
      JniUtils.setGradMode(recording);
    }
  }

  /** Runs {@code method} and records it for a gradient collector of this thread. */
  NDList record(NDManager scope, String method, NDList arguments) {
    prepareThread();
    // DJL reads the method from an array's name, and gives results to the first array's manager.
    NDArray selector = scope.create(false);
    selector.setName("module_method:" + method);
    NDList inputs = new NDList(arguments.size() + 1);
    inputs.add(selector);
    inputs.addAll(arguments);
    try {
      return model.getBlock().forward(new ParameterStore(scope, false), inputs, true);
    } finally {
      selector.close();
    }
  }

  private void prepareThread() {
    // getNumThreads must be called first: it makes libtorch set its process-wide default, which
    // would otherwise replace this thread's count later.
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    JniUtils.setGraphExecutorOptimize(false);
  }

  @Override
  public void close() {
    model.close();
  }
}
