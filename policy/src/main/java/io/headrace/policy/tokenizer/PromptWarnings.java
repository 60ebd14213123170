package io.headrace.policy.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a warning about tokens that were removed from prompts, once per process and tokenizer,
 * however often the tokenizer is opened.
 *
 * @param file the {@code tokenizer.json}, for messages
 * @param identity hash code of its content
 */
record PromptWarnings(Path file, int identity) {

  private static final Logger LOG = LoggerFactory.getLogger(PromptWarnings.class);
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();
  private static final int EXCERPT = 40;

  static PromptWarnings of(Path file, byte[] content) {
    return new PromptWarnings(file, Arrays.hashCode(content));
  }

  /** Logs the tokens that were removed from a prompt, if any. */
  void about(EncodedPrompt prompt, String text) {
    if (prompt.begunTwice()) {
      logOnce(
          "begin",
          "the prompt begins with the token that the tokenizer puts before every prompt; only one"
              + " is kept, leave it out of the prompts",
          text);
    }
    if (prompt.ended()) {
      logOnce(
          "end",
          "the tokenizer adds an end-of-sequence token after every prompt; it is removed, since a"
              + " response would come after the end",
          text);
    }
  }

  private void logOnce(String kind, String problem, String text) {
    if (LOGGED.add(kind + identity)) {
      LOG.warn("[tokenizer={} prompt='{}'] {}", file, excerpt(text), problem);
    }
  }

  private static String excerpt(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT - 1) + "…";
  }
}
