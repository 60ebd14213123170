package io.headrace.verifier.number;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that change the meaning of a number next to them: scales, signs, operations, alternatives.
 * They cover the languages that models answer in most; a word that is not listed is a unit or part
 * of the sentence.
 */
final class NumberWords {

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final String START = "(?<![\\p{L}\\p{M}])";
  private static final String END = "(?![\\p{L}\\p{M}])";

  /** Number words by which the number before them is multiplied. */
  private static final Map<String, Long> SCALES =
      Map.ofEntries(
          Map.entry("dozen", 12L),
          Map.entry("hundred", 100L),
          Map.entry("thousand", 1_000L),
          Map.entry("million", 1_000_000L),
          Map.entry("billion", 1_000_000_000L),
          Map.entry("trillion", 1_000_000_000_000L),
          Map.entry("lakh", 100_000L),
          Map.entry("crore", 10_000_000L),
          Map.entry("百", 100L),
          Map.entry("千", 1_000L),
          Map.entry("万", 10_000L),
          Map.entry("萬", 10_000L),
          Map.entry("亿", 100_000_000L),
          Map.entry("億", 100_000_000L),
          Map.entry("兆", 1_000_000_000_000L));

  /** A scale right after a number. */
  static final Pattern SCALE =
      pattern(
          " ?(dozen|hundred|thousand|million|billion|trillion|lakh|crore)s?"
              + END
              + "(?!-| hundred| thousand| million| billion| trillion)"
              + "|(千(?![克米瓦卡升])|[百万萬亿億兆])(?![零〇一二三四五六七八九十百千万萬亿億兆半几数])");

  static final Pattern PERCENT =
      pattern(
          " ?%|[ -]?per ?cent"
              + END
              + "| ?(?:процент(?:а|ов)?|prozent|pour cent|por ciento)"
              + END);

  /** A sign written as a word, right before a number. */
  static final Pattern MINUS =
      pattern(
          "(?:"
              + START
              + "(?:negative|minus|moins|menos|meno|négatif|negativo|negativ|минус|eksi|âm"
              + "|माइनस|ऋण|سالب|ناقص|מינוס)|[负負]|零下|マイナス|마이너스|음수|ลบ) ?$");

  /** Words that make the number after them part of an operation, a bound or a negation. */
  static final Pattern BEFORE_PART =
      pattern(
          START
              + "(?:not|never|neither|nor|than|twice|double|triple|half(?: of)?|quarter of|third"
              + " of|(?:root|square|cube) of|times|plus|(?:divided|multiplied)"
              + " by|mod|modulo|log|sqrt|sin|cos|tan|between|under|below|above|exceeds|nicht|kein|pas|не)["
              + " :]?$|n't ?$|cannot be $|[不非]是? ?$|不等于 ?$|[大小多少高低]于 ?$|超过 ?$|不[到足] ?$|分[之の] ?$|분의"
              + " ?$");

  private static final String OPERATIONS =
      "squared|cubed|factorial|plus|minus|divided|multiplied|mod|modulo|choose|out of|to the"
          + " power|(?:times|over|point|x)(?= ?[0-9(\\\\$√])|(?:below|under) zero|or"
          + " (?:more|less|fewer|above|below|so)|and a"
          + " (?:half|quarter|third)|pi|tau|phi|sqrt|sin|cos|tan|log|ln|exp|alpha|beta|theta";

  private static final String FRACTIONS =
      "halves|thirds?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?"
          + "|hundredths?|thousandths?|millionths?";

  private static final String MORE_SCALES =
      "hundreds?|thousands?|millions?|billions?|trillions?|dozens?|lakhs?|crores?|k|bn|mn|mil"
          + "|mill[oó]n(?:es)?|milh(?:ões|ão)|mille|milliers?|millionen|milliarden?|milliards?|tausend"
          + "|hundert|cien|тысяч[аи]?|миллион(?:а|ов)?|миллиард(?:а|ов)?|ribu|juta|nghìn|ngàn|triệu|tỷ"
          + "|bin|milyon|लाख|करोड़|हज़ार|हजार|ألف|آلاف|مليون";

  /** Words that make the number before them part of an operation, a bound or another number. */
  static final Pattern AFTER_PART =
      pattern(
          "^[ -]?(?:"
              + String.join("|", OPERATIONS, FRACTIONS, MORE_SCALES)
              + ")"
              + END
              + "|^(?:st|nd|rd|th)"
              + END
              + "|^ ?(?:千(?![克米瓦卡升])|[零〇一二三四五六七八九十百万萬亿億兆半])|^ ?分[之の]|^ ?[个個时時年][间間]?半"
              + "|^ ?以[上下内]|^ ?多[个個]|^ ?[십백천만억조]|^ ?분의|^ ?이[상하]"
              + "|^\\p{L}{0,3}(?:ではな|ではあ|じゃな|でない|가 아니|이 아니)|^ ?(?:ร้อย|พัน|หมื่น|แสน|ล้าน)");

  /** Words between two numbers of a sentence that offer either as the answer. */
  static final Pattern OFFERS =
      pattern(
          START
              + "(?:or|oder|ou|o|или|أو|veya|atau|hoặc|lub|eller|alternatively|maybe|perhaps)"
              + END
              + "|या|或|または|もしくは|あるいは|か ?$|또는|หรือ|\\\\lor");

  /** Endings of the text between two numbers that make them a list, a range or a ratio. */
  static final Pattern LISTS =
      pattern(
          "(?:[,;&/|]|"
              + START
              + "(?:and|to|through|und|et|y|e|и|ve|dan|is to|for every)"
              + END
              + "|[和与與及至到比対と加减減乘除]|そして|과|와|대|그리고|และ)(?:["
              + " ,]|and|then|also|even|else|possibly|it|could|be|is)*[\\p{Sc}(\\[\"']*[-—+]?[\\p{Sc}"
              + " ]*$");

  /** Verbs for "is" that end a sentence after its number and are no units. */
  private static final Pattern SENTENCE_ENDING =
      pattern(
          "(?:(?:で(?:す|した|ある|ございます)|だ(?:った)?|[とに](?:なります|なる))[よね]{0,2}"
              + "|입니다|이에요|예요|이다|(?:이|가) (?:됩니다|된다)"
              + "|(?<![^ ])(?:है|हैं|होगा|است)|^(?:is|ist|est|es|è|é))[ .]*$");

  private NumberWords() {}

  /** A unit without the verb that ends its sentence; may be empty. */
  static String withoutSentenceEnding(String unit) {
    Matcher ending = SENTENCE_ENDING.matcher(unit);
    return ending.find() ? unit.substring(0, ending.start()).strip() : unit;
  }

  /** The factor of a scale that {@link #SCALE} found. */
  static long scale(String word) {
    String name = word.strip().toLowerCase(Locale.ROOT);
    String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    return SCALES.getOrDefault(singular, 1L);
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression, FLAGS);
  }
}
