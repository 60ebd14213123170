package io.headrace.verifier.number;

/**
 * The dash, plus and currency signs right before a number.
 *
 * @param fit whether they are at most one sign and one currency
 * @param dash whether the sign is a dash
 * @param apart whether a blank stands between the dash and what follows it
 * @param currency empty when there is none
 * @param start where they start in the text before the number
 */
record NumberSigns(boolean fit, boolean dash, boolean apart, String currency, int start) {

  /**
   * Reads the signs at the end of a text.
   *
   * @param mathClosed how many dollar signs right after the number close mathematics, and so open
   *     it on this side
   */
  static NumberSigns before(String text, int mathClosed) {
    int signs = 0;
    int dollars = mathClosed;
    boolean dash = false;
    boolean apart = false;
    String currency = "";
    int currencies = 0;
    int start = text.length();
    for (int at = start; at > 0; ) {
      int end = at;
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      if (end == 0) {
        break;
      }
      int sign = text.codePointBefore(end);
      if (sign == '$' && dollars > 0) {
        dollars--;
      } else if (Character.getType(sign) == Character.CURRENCY_SYMBOL) {
        currencies++;
        currency = Character.toString(sign);
      } else if (isSign(sign)) {
        signs++;
        dash |= sign != '+';
        apart |= end < at;
      } else {
        break;
      }
      at = end - Character.charCount(sign);
      start = at;
    }
    return new NumberSigns(signs <= 1 && currencies <= 1, dash, apart, currency, start);
  }

  private static boolean isSign(int character) {
    return character == '-' || character == '+' || character == CharacterNormalizer.LONG_DASH;
  }
}
