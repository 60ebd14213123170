package io.headrace.learner.objective;

import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;

/** The settings of a Kimi objective, with the objective and its twin. */
record KimiCase(Form form, Baseline baseline, double tau) {

  Objective objective() {
    return KimiObjective.of(form, baseline, tau);
  }

  MirrorDescentTwin twin() {
    return new MirrorDescentTwin(form, tau);
  }
}
