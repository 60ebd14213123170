package io.headrace.policy.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The program's optimizer method. */
final class OptimizerCalls {
  private final ProgramModule module;
  private final NDManager manager;

  OptimizerCalls(ProgramModule module, NDManager manager) {
    this.module = module;
    this.manager = manager;
  }

  double update(ParameterSet parameters, OptimizerState state, AdamWSettings settings) {
    if (!state.names().equals(parameters.names())) {
      throw new IllegalArgumentException(
          "the optimizer's moments belong to the parameters %s, not to %s"
              .formatted(state.names(), parameters.names()));
    }
    try (NDManager scope = manager.newSubManager()) {
      NDList gradients = new NDList();
      for (NDArray array : parameters.arrays()) {
        NDArray gradient = array.getGradient();
        gradient.attach(scope);
        gradients.add(gradient);
      }
      double[] values = settings.values();
      NDList arguments = new NDList(HostArrays.doubles(scope, values, values.length));
      arguments.add(HostArrays.floats(scope, new float[] {state.steps() + 1}));
      arguments.addAll(ListArgument.of("weights", parameters.arrays()));
      arguments.addAll(ListArgument.of("grads", gradients));
      arguments.addAll(state.firstMoments());
      arguments.addAll(state.secondMoments());
      double norm = module.run(scope, "adamw", arguments).singletonOrThrow().getFloat();
      if (Double.isFinite(norm)) {
        state.stepTaken();
      }
      return norm;
    }
  }
}
