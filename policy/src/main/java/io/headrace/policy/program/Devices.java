package io.headrace.policy.program;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;

/** Selects the device; an unavailable one is reported in one sentence. */
final class Devices {
  static final String ENGINE = "PyTorch";

  private Devices() {}

  static Device choose(DeviceChoice choice) {
    Engine engine = engine();
    boolean usable = engine.getGpuCount() > 0 && engine.defaultDevice().isGpu();
    return switch (choice) {
      case CPU -> Device.cpu();
      case AUTO -> usable ? Device.gpu() : Device.cpu();
      case CUDA -> {
        if (!usable) {
          throw new ComputeUnavailableException(missing(CudaUtils.hasCuda()));
        }
        yield Device.gpu();
      }
    };
  }

  private static Engine engine() {
    // Turns off DJL's usage reports, which it sends from some clouds.
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return Engine.getEngine(ENGINE);
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new ComputeUnavailableException(
          "the PyTorch engine can't be loaded: "
              + e.getMessage()
              + "; on other systems than linux-x86_64 point PYTORCH_LIBRARY_PATH to the libraries"
              + " of PyTorch 2.7.1",
          e);
    }
  }

  static String missing(boolean driverFound) {
    return driverFound
        ? "device is cuda and a driver is installed, but the loaded PyTorch libraries have no CUDA;"
            + " set PYTORCH_LIBRARY_PATH to the lib folder of a PyTorch 2.7.1 with CUDA, or"
            + " device to cpu"
        : "device is cuda, but no CUDA driver and GPU were found; install the NVIDIA driver, or set"
            + " device to cpu";
  }
}
