package io.headrace.learner.objective.recipe;

import io.headrace.learner.batch.TokenInput;
import io.headrace.learner.objective.correction.CorrectedLoss;
import io.headrace.learner.objective.correction.CorrectedLoss.Numerator;
import io.headrace.learner.objective.correction.Correction;
import io.headrace.learner.objective.correction.GeometricSequenceMask;
import io.headrace.learner.objective.correction.RatioRange;
import io.headrace.learner.objective.correction.RolloutAsOld;
import io.headrace.learner.objective.correction.SequenceWeight;
import io.headrace.learner.objective.correction.TokenMask;
import io.headrace.learner.objective.correction.TokenWeight;
import io.headrace.learner.objective.policyloss.CappedRatioPolicyGradient;
import io.headrace.learner.objective.policyloss.ClipRange;
import io.headrace.learner.objective.policyloss.ClippedSurrogate;
import io.headrace.learner.objective.policyloss.PolicyGradient;
import io.headrace.learner.objective.policyloss.SequenceClippedSurrogate;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent;
import io.headrace.learner.objective.policyloss.SequenceMirrorDescent.Form;
import io.headrace.learner.objective.policyloss.TokenLoss;
import io.headrace.learner.objective.policyloss.TotalVariationMaskedSurrogate;
import io.headrace.learner.objective.term.LossTerm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The policy loss that a recipe names, with its correction for the rollout policy. */
final class PolicyLossParts {

  /** The loss on whole sequences. */
  static final String MIRROR_DESCENT = "mirror-descent";

  private static final List<String> LOSSES =
      List.of(
          MIRROR_DESCENT,
          "clipped-surrogate",
          "sequence-clipped-surrogate",
          "capped-ratio",
          "total-variation-mask",
          "policy-gradient");

  private static final List<String> CORRECTIONS =
      List.of("none", "decoupled", "tis", "tis-sequence", "icepop", "geometric-mask");

  private PolicyLossParts() {}

  static LossTerm of(Parameters parameters) {
    boolean bypass = isBypass(parameters);
    String name = parameters.choice("policyLoss", LOSSES, null);
    Optional<Correction> correction = correction(parameters);
    if (bypass && correction.isPresent()) {
      throw parameters.invalid(
          "bypass puts the rollout policy into the ratio, and a correction would count it twice;"
              + " set bypass to false or correction to none");
    }
    if (name.equals(MIRROR_DESCENT)) {
      if (correction.isPresent()) {
        throw parameters.invalid(
            "a correction weights tokens, but mirror-descent is a loss on sequences; set correction"
                + " to none");
      }
      return bypassed(mirrorDescent(parameters), bypass);
    }
    TokenLoss loss = tokenLoss(name, parameters);
    return correction
        .<LossTerm>map(weight -> new CorrectedLoss(loss, weight, numerator(loss)))
        .orElseGet(() -> bypassed(loss, bypass));
  }

  /** Whether the log-probs of the rollout take the place of those at batch start. */
  static boolean isBypass(Parameters parameters) {
    return parameters.flag("bypass", false);
  }

  private static LossTerm bypassed(LossTerm loss, boolean bypass) {
    return bypass ? new RolloutAsOld(loss) : loss;
  }

  /** A loss without a ratio of its own is corrected from the current policy. */
  private static Numerator numerator(TokenLoss loss) {
    return loss.inputs().contains(TokenInput.OLD_LOG_PROBS)
        ? Numerator.BATCH_START
        : Numerator.CURRENT;
  }

  private static LossTerm mirrorDescent(Parameters parameters) {
    String form = parameters.choice("form", List.of("gradient", "squared"), "gradient");
    return new SequenceMirrorDescent(
        Form.valueOf(form.toUpperCase(Locale.ROOT)), parameters.number("tau"));
  }

  private static TokenLoss tokenLoss(String name, Parameters parameters) {
    return switch (name) {
      case "clipped-surrogate" ->
          new ClippedSurrogate(
              range(parameters), parameters.optional("dualClip").orElse(Double.POSITIVE_INFINITY));
      case "sequence-clipped-surrogate" -> new SequenceClippedSurrogate(range(parameters));
      case "capped-ratio" -> new CappedRatioPolicyGradient(range(parameters));
      case "total-variation-mask" ->
          new TotalVariationMaskedSurrogate(
              parameters.number("clipLow"), parameters.number("clipHigh"));
      default -> new PolicyGradient();
    };
  }

  private static ClipRange range(Parameters parameters) {
    return new ClipRange(parameters.number("clipLow"), parameters.number("clipHigh"));
  }

  private static Optional<Correction> correction(Parameters parameters) {
    return switch (parameters.choice("correction", CORRECTIONS, "none")) {
      case "decoupled" ->
          Optional.of(new TokenWeight(parameters.optional("cap").orElse(Double.POSITIVE_INFINITY)));
      case "tis" -> Optional.of(new TokenWeight(parameters.number("cap", 2)));
      case "tis-sequence" -> Optional.of(new SequenceWeight(parameters.number("cap", 2)));
      case "icepop" -> Optional.of(new TokenMask(kept(parameters, 0.5, 5)));
      case "geometric-mask" -> Optional.of(new GeometricSequenceMask(kept(parameters, 0.99, 1.01)));
      default -> Optional.empty();
    };
  }

  private static RatioRange kept(Parameters parameters, double low, double high) {
    return new RatioRange(parameters.number("maskLow", low), parameters.number("maskHigh", high));
  }
}
