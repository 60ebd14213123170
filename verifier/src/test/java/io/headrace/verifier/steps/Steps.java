package io.headrace.verifier.steps;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts steps of the calling thread. {@link SteppedClasses} calls {@link #step} for each method
 * and each round of a loop, and the other methods here instead of those of {@link String} and
 * {@link Pattern}: they do the same and count the characters that are read or copied.
 */
public final class Steps {

  private static final ThreadLocal<long[]> COUNT = ThreadLocal.withInitial(() -> new long[1]);

  private Steps() {}

  /** The steps so far. */
  public static long count() {
    return COUNT.get()[0];
  }

  /** One step. */
  public static void step() {
    COUNT.get()[0]++;
  }

  private static void add(long steps) {
    COUNT.get()[0] += steps;
  }

  private static String copied(String text) {
    add(text.length());
    return text;
  }

  private static int found(String text, int from, int index) {
    add(index < 0 ? text.length() - Math.max(0, from) : index - from);
    return index;
  }

  private static int foundBackwards(String text, int index) {
    add(text.length() - Math.max(0, index));
    return index;
  }

  /** A text that counts what a pattern reads of it, going back included. */
  private record CountedText(CharSequence text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      step();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      add(end - start);
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  public static Matcher matcher(Pattern pattern, CharSequence text) {
    return pattern.matcher(new CountedText(text));
  }

  public static Stream<String> splitAsStream(Pattern pattern, CharSequence text) {
    return pattern.splitAsStream(new CountedText(text));
  }

  public static boolean matches(String text, String pattern) {
    return matcher(Pattern.compile(pattern), text).matches();
  }

  public static String replaceFirst(String text, String pattern, String replacement) {
    return matcher(Pattern.compile(pattern), text).replaceFirst(replacement);
  }

  public static String[] split(String text, String pattern, int limit) {
    return copied(text).split(pattern, limit);
  }

  public static String substring(String text, int start) {
    return copied(text.substring(start));
  }

  public static String substring(String text, int start, int end) {
    return copied(text.substring(start, end));
  }

  public static String strip(String text) {
    return copied(copied(text).strip());
  }

  public static String stripLeading(String text) {
    return copied(copied(text).stripLeading());
  }

  public static String toLowerCase(String text, Locale locale) {
    return copied(text).toLowerCase(locale);
  }

  public static String replace(String text, CharSequence old, CharSequence replacement) {
    return copied(copied(text).replace(old, replacement));
  }

  public static String replace(String text, char old, char replacement) {
    return copied(text).replace(old, replacement);
  }

  public static boolean isBlank(String text) {
    return copied(text).isBlank();
  }

  public static IntStream codePoints(String text) {
    return text.codePoints().peek(_ -> step());
  }

  public static int codePointCount(String text, int start, int end) {
    add(end - start);
    return text.codePointCount(start, end);
  }

  public static boolean contains(String text, CharSequence part) {
    return indexOf(text, part.toString()) >= 0;
  }

  public static int indexOf(String text, String part) {
    return found(text, 0, text.indexOf(part));
  }

  public static int indexOf(String text, int character) {
    return found(text, 0, text.indexOf(character));
  }

  public static int indexOf(String text, int character, int from) {
    return found(text, from, text.indexOf(character, from));
  }

  public static int lastIndexOf(String text, int character) {
    return foundBackwards(text, text.lastIndexOf(character));
  }

  public static int lastIndexOf(String text, String part) {
    return foundBackwards(text, text.lastIndexOf(part));
  }

  public static boolean startsWith(String text, String part) {
    return text.startsWith(copied(part));
  }

  public static boolean startsWith(String text, String part, int from) {
    return text.startsWith(copied(part), from);
  }

  public static boolean endsWith(String text, String part) {
    return text.endsWith(copied(part));
  }
}
