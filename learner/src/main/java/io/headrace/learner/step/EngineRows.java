package io.headrace.learner.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.learner.objective.advantage.TraceAdvantage;
import io.headrace.learner.objective.term.TokenRows;
import io.headrace.policy.program.PolicyProgram;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows of one micro-batch on the engine, float32; each array is copied in when a term first
 * asks for it. The arrays belong to the micro-batch's scope.
 */
final class EngineRows implements TokenRows {

  private enum Column {
    OLD,
    ROLLOUT,
    REFERENCE,
    OLD_VALUES,
    RETURNS,
    MASK,
    ADVANTAGES,
    SEQUENCE_ADVANTAGES
  }

  private final PolicyProgram program;
  private final NDManager scope;
  private final RowLayout layout;
  private final RowInputs inputs;
  private final TrainableModel.Outputs outputs;
  private final Map<Column, NDArray> columns = new EnumMap<>(Column.class);

  EngineRows(
      PolicyProgram program,
      NDManager scope,
      RowLayout layout,
      RowInputs inputs,
      TrainableModel.Outputs outputs) {
    this.program = program;
    this.scope = scope;
    this.layout = layout;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public NDArray logProbs() {
    return outputs.logProbs();
  }

  @Override
  public NDArray oldLogProbs() {
    return once(
        Column.OLD, () -> inputs.old().map(this::scattered).orElseGet(this::withoutGradient));
  }

  @Override
  public NDArray rolloutLogProbs() {
    return once(
        Column.ROLLOUT,
        () -> scattered(layout.traces().stream().map(TrainingTrace::rolloutLogProbs).toList()));
  }

  @Override
  public NDArray referenceLogProbs() {
    return once(Column.REFERENCE, () -> scattered(inputs.reference().orElseThrow()));
  }

  @Override
  public NDArray values() {
    return outputs.values().orElseThrow(EngineRows::noValues);
  }

  @Override
  public NDArray oldValues() {
    return once(
        Column.OLD_VALUES, () -> scattered(inputs.oldValues().orElseThrow(EngineRows::noValues)));
  }

  @Override
  public NDArray returns() {
    return once(Column.RETURNS, () -> scatteredDoubles(TraceAdvantage::returns));
  }

  @Override
  public NDArray mask() {
    return once(Column.MASK, () -> cells(layout.mask()));
  }

  @Override
  public NDArray advantages() {
    return once(Column.ADVANTAGES, () -> scatteredDoubles(TraceAdvantage::advantages));
  }

  @Override
  public NDArray sequenceAdvantages() {
    return once(
        Column.SEQUENCE_ADVANTAGES,
        () ->
            perRow(inputs.advantages().stream().mapToDouble(TraceAdvantage::ofSequence).toArray()));
  }

  /** [B] one number per row. */
  NDArray perRow(double[] values) {
    float[] floats = new float[values.length];
    for (int row = 0; row < floats.length; row++) {
      floats[row] = (float) values[row];
    }
    return program.array(scope, floats, floats.length);
  }

  private NDArray once(Column column, Supplier<NDArray> make) {
    return columns.computeIfAbsent(column, absent -> make.get());
  }

  private NDArray withoutGradient() {
    NDArray constant = logProbs().stopGradient();
    constant.attach(scope);
    return constant;
  }

  private NDArray scattered(List<float[]> perTrace) {
    return cells(layout.scatter(perTrace));
  }

  private NDArray scatteredDoubles(Function<TraceAdvantage, double[]> part) {
    return cells(layout.scatterDoubles(inputs.advantages().stream().map(part).toList()));
  }

  private NDArray cells(float[] values) {
    return program.array(scope, values, layout.rows(), layout.columns());
  }

  static IllegalStateException noValues() {
    return new IllegalStateException(
        "[objective] a part reads a value function that is not computed; declare VALUES or"
            + " OLD_VALUES in its inputs() and train a model with a value head");
  }
}
