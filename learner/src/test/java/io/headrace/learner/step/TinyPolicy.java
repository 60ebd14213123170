package io.headrace.learner.step;

import io.headrace.learner.batch.LogPosition;
import io.headrace.learner.batch.Staleness;
import io.headrace.learner.batch.TraceGroup;
import io.headrace.learner.batch.TrainingTrace;
import io.headrace.policy.Architecture;
import io.headrace.policy.ModelConfig;
import io.headrace.policy.program.DeviceChoice;
import io.headrace.policy.program.ExecutionRole;
import io.headrace.policy.program.ExecutionSettings;
import io.headrace.policy.program.OptimizerState;
import io.headrace.policy.program.PolicyParameters;
import io.headrace.policy.program.PolicyProgram;
import io.headrace.policy.program.PrecisionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model of a few thousand weights with everything a step needs, and random groups for it. */
final class TinyPolicy implements AutoCloseable {

  static final int VOCABULARY = 24;

  final PolicyProgram program;
  final PolicyParameters parameters;
  final OptimizerState optimizer;

  TinyPolicy(long seed) {
    program =
        PolicyProgram.load(
            config(),
            new ExecutionSettings(
                ExecutionRole.TRAINING, DeviceChoice.CPU, PrecisionChoice.FLOAT32, 1));
    parameters = program.parameters(seed);
    parameters.requireGradients(true);
    optimizer = program.optimizer();
  }

  static ModelConfig config() {
    return new ModelConfig(
        Architecture.LLAMA,
        VOCABULARY,
        16,
        32,
        2,
        2,
        1,
        8,
        64,
        1e-5,
        10_000,
        true,
        ModelConfig.AttentionBias.NONE,
        List.of(0));
  }

  PolicyStep step() {
    return new PolicyStep(model());
  }

  TrainableModel model() {
    return TrainableModel.of(program, parameters, optimizer);
  }

  /** Groups of random traces with rewards 0 and 1. */
  static List<TraceGroup> groups(long seed, int groups, int samples) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TraceGroup> made = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int[] prompt = tokens(random, random.nextInt(1, 8));
      List<TrainingTrace> traces = new ArrayList<>();
      for (int sample = 0; sample < samples; sample++) {
        int[] response = tokens(random, random.nextInt(1, 20));
        traces.add(
            new TrainingTrace(
                "g" + group + "#" + sample,
                prompt,
                response,
                new float[response.length],
                1,
                random.nextInt(2),
                Staleness.NONE));
      }
      made.add(new TraceGroup("g" + group, new LogPosition(0, group), traces));
    }
    return made;
  }

  /** The same groups, drawn at another temperature. */
  static List<TraceGroup> at(double temperature, List<TraceGroup> groups) {
    return groups.stream()
        .map(
            group ->
                new TraceGroup(
                    group.id(),
                    group.position(),
                    group.traces().stream().map(trace -> at(temperature, trace)).toList()))
        .toList();
  }

  private static TrainingTrace at(double temperature, TrainingTrace trace) {
    return new TrainingTrace(
        trace.id(),
        trace.prompt(),
        trace.response(),
        trace.mask(),
        trace.rolloutLogProbs(),
        temperature,
        trace.reward(),
        trace.staleness());
  }

  private static int[] tokens(SplittableRandom random, int count) {
    return random.ints(count, 1, VOCABULARY).toArray();
  }

  @Override
  public void close() {
    optimizer.close();
    parameters.close();
    program.close();
  }
}
