package io.headrace.learner.objective;

import io.headrace.learner.objective.advantage.Baseline;
import io.headrace.learner.objective.advantage.BaselineAdvantage;
import io.headrace.learner.objective.aggregation.GroupMean;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;

/**
 * The objective that the recipe {@code kimi-k1.5} has to give, put together by hand: Kimi k1.5
 * (arXiv 2501.12599, section 2.3.2): over the k traces of each of m groups
 *
 * <pre>  L_sq   =  (1/m) Σ_groups (1/k) Σ_j (a_j - tau l_j)^2
 *  L_grad = -(1/m) Σ_groups (1/k) Σ_j [ a_j s_j - (tau/2) l_j^2 ] </pre>
 *
 * <p>with the advantages of {@link BaselineAdvantage} and the loss of {@link
 * SequenceMirrorDescent}.
 */
public final class KimiObjective {

  /** The name in configuration. */
  public static final String NAME = "kimi-k1.5";

  private KimiObjective() {}

  /**
   * The objective.
   *
   * @param form which of the two losses
   * @param baseline what rewards are compared with
   * @param tau strength of the pull towards the old policy, in units of reward, above 0
   */
  public static Objective of(Form form, Baseline baseline, double tau) {
    return Objective.of(
        NAME,
        new BaselineAdvantage(baseline, tau),
        new SequenceMirrorDescent(form, tau),
        new GroupMean());
  }
}
