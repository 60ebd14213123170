package io.headrace.console.demo;

import io.headrace.schemas.FinishReason;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Segment;
import io.headrace.schemas.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Generates a right or wrong response to an addition task, with plausible log-probs. */
final class DemoTrace {
  static final String CHARACTERS =
      "\u0003 \"#$()*+,-./0123456789:;<=>?abcdefghijklmnopqrstuvwxyz{}|\n";

  private DemoTrace() {}

  static Trace draw(
      SplittableRandom random,
      GroupRequest request,
      int sample,
      long weights,
      boolean right,
      Instant end) {
    String prompt = request.getTask().getPrompt();
    int plus = prompt.indexOf('+');
    int a = Integer.parseInt(prompt.substring(0, plus));
    int b = Integer.parseInt(prompt.substring(plus + 1, prompt.indexOf('=')));
    String text = response(random, a, b, right);
    boolean cut = !right && random.nextDouble() < 0.08;
    String shown = cut ? text.substring(0, text.length() * 2 / 3) : text;
    List<Integer> tokens = encode(shown);
    if (!cut) {
      tokens.add(0);
    }
    int second = tokens.size() / 3 + random.nextInt(tokens.size() / 3);
    boolean swapped = weights > 0 && random.nextDouble() < 0.3;
    return Trace.newBuilder()
        .setRun(request.getRun())
        .setTraceId(request.getGroupId() + "#" + sample)
        .setGroupId(request.getGroupId())
        .setSample(sample)
        .setSamples(request.getSamples())
        .setTask(request.getTask())
        .setPurpose(request.getPurpose())
        .setScorers(request.getScorers())
        .setSampling(request.getSampling())
        .setPromptTokens(encode(prompt))
        .setTokens(tokens)
        .setLogProbs(logProbs(random, tokens, right, shown))
        .setSegments(
            swapped
                ? List.of(
                    Segment.newBuilder()
                        .setWeightsVersion(weights - 1)
                        .setTokens(tokens.size() - second)
                        .build(),
                    Segment.newBuilder().setWeightsVersion(weights).setTokens(second).build())
                : List.of(
                    Segment.newBuilder()
                        .setWeightsVersion(weights)
                        .setTokens(tokens.size())
                        .build()))
        .setFinishReason(cut ? FinishReason.LENGTH : FinishReason.EOS)
        .setText(shown)
        .setWorker("rollout-" + (1 + sample % 2))
        .setAttempt(1)
        .setReceivedAt(end.minusMillis(1400))
        .setStartedAt(end.minusMillis(700 + random.nextInt(500)))
        .setFinishedAt(end)
        .build();
  }

  private static String response(SplittableRandom random, int a, int b, boolean right) {
    int slip = right ? 0 : 1 + random.nextInt(3);
    int ones = a % 10 + b % 10;
    int carry = ones / 10;
    int tens = a / 10 + b / 10 + carry + slip;
    int sum = tens * 10 + ones % 10;
    return "<think>%d+%d=%d write %d carry %d\n%d+%d+%d=%d</think>{\"answer\": %d}"
        .formatted(a % 10, b % 10, ones, ones % 10, carry, a / 10, b / 10, carry, tens, sum);
  }

  static List<Integer> encode(String text) {
    List<Integer> ids = new ArrayList<>();
    text.chars().forEach(c -> ids.add(Math.max(0, CHARACTERS.indexOf(c))));
    return ids;
  }

  private static List<Float> logProbs(
      SplittableRandom random, List<Integer> tokens, boolean right, String text) {
    List<Float> logProbs = new ArrayList<>();
    int last = text.lastIndexOf("=");
    for (int i = 0; i < tokens.size(); i++) {
      boolean digit = i < text.length() && Character.isDigit(text.charAt(i));
      double doubt = digit ? random.nextDouble() * 0.6 : random.nextDouble() * 0.04;
      if (!right && i > last && i < last + 3) {
        doubt += 1 + random.nextDouble() * 4;
      }
      logProbs.add((float) -doubt);
    }
    return logProbs;
  }

  static String tokenizerJson() {
    StringBuilder vocab = new StringBuilder();
    for (int i = 0; i < CHARACTERS.length(); i++) {
      char c = CHARACTERS.charAt(i);
      String key =
          switch (c) {
            case '"' -> "\\\"";
            case '\n' -> "\\n";
            case '\u0003' -> "\\u0003";
            default -> String.valueOf(c);
          };
      vocab.append(i == 0 ? "" : ",").append('"').append(key).append("\":").append(i);
    }
    return "{\"model\":{\"type\":\"BPE\",\"vocab\":{%s}},\"added_tokens\":[{\"id\":0,\"content\":\"<eos>\"}]}"
        .formatted(vocab);
  }
}
