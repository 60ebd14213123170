package io.headrace.policy.generation;

/**
 * Settings of a decoder.
 *
 * @param slots sequences decoded at once
 * @param steps tokens drawn per call of the engine; weights change between calls
 * @param repetition when a sample ends because of repetition
 */
public record DecoderSettings(int slots, int steps, RepetitionRule repetition) {

  public DecoderSettings {
    if (slots < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "a decoder needs at least 1 slot and 1 step, not " + slots + " and " + steps);
    }
  }
}
