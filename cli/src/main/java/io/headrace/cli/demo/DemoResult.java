package io.headrace.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.cli.output.Table;
import io.headrace.pipeline.group.HeldOutAccuracy;
import io.headrace.schemas.Accuracy;
import io.headrace.schemas.EvaluationCompleted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of the demo.
 *
 * @param before the evaluation after the cold start, before policy optimization
 * @param after the evaluation of the last weights
 * @param heldout number of held-out tasks
 * @param seconds time from the command's start to its end
 */
public record DemoResult(
    EvaluationCompleted before, EvaluationCompleted after, int heldout, double seconds) {

  /** The result as the last line of stdout; an accuracy that was not measured is null. */
  public String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    accuracies(root.putObject("before"), before);
    accuracies(root.putObject("after"), after);
    root.put("heldout", heldout);
    root.put("seconds", rounded(seconds, 1));
    return root.toString();
  }

  /** The result as a table. */
  public List<String> table() {
    Table table = new Table("HELD-OUT ACCURACY", "BEFORE RL", "AFTER RL");
    table.row(
        "greedy",
        text(HeldOutAccuracy.of(before.getGreedy())),
        text(HeldOutAccuracy.of(after.getGreedy())));
    table.row(
        "sampled, T = 1",
        text(HeldOutAccuracy.of(before.getSampled())),
        text(HeldOutAccuracy.of(after.getSampled())));
    return table.lines();
  }

  private static void accuracies(ObjectNode node, EvaluationCompleted evaluation) {
    accuracy(node, "greedy", evaluation.getGreedy());
    accuracy(node, "sampled", evaluation.getSampled());
  }

  private static void accuracy(ObjectNode node, String name, @Nullable Accuracy counts) {
    HeldOutAccuracy.of(counts)
        .ifPresentOrElse(share -> node.put(name, rounded(share, 4)), () -> node.putNull(name));
  }

  private static BigDecimal rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
  }

  private static String text(Optional<Double> share) {
    return share.map(value -> String.format(Locale.ROOT, "%.3f", value)).orElse("–");
  }
}
