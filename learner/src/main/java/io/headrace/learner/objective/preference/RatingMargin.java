package io.headrace.learner.objective.preference;

/** How much better a chosen response was rated, with LLaMA 2's margins (arXiv 2307.09288). */
public enum RatingMargin {
  /** The chosen response is significantly better. */
  SIGNIFICANTLY_BETTER(3),
  /** The chosen response is better. */
  BETTER(2),
  /** The chosen response is slightly better. */
  SLIGHTLY_BETTER(1),
  /** The chosen response is negligibly better, or the rater is unsure. */
  NEGLIGIBLY_BETTER(0);

  private final int level;

  RatingMargin(int level) {
    this.level = level;
  }

  /** The paper's large margin: 3, 2, 1, 0. */
  public double large() {
    return level;
  }

  /** The paper's small margin: 1, 2/3, 1/3, 0. */
  public double small() {
    return level / 3.0;
  }
}
