package io.headrace.verifier.service;

import io.headrace.verifier.scorer.GroupScorer;
import io.headrace.verifier.scorer.Scorer;
import io.headrace.verifier.scorer.ScorerLimits;
import io.headrace.verifier.scorer.Scorers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A share group on {@code traces} and the scorers that its members run. Every scorer with {@link
 * Scorer#hasOwnQueue} has a queue alone, except group scorers, whose traces a {@link
 * GroupTraceConsumer} reads; the others share one queue, which also handles names without a scorer
 * and records that are no traces. Pure.
 *
 * @param name of the only scorer of the queue, else empty
 * @param scorers the scorers of the queue
 * @param foreign the names of the scorers of other queues, where the queue is the shared one
 */
record ScorerQueue(String name, List<Scorer> scorers, List<String> foreign) {

  ScorerQueue {
    scorers = List.copyOf(scorers);
    foreign = List.copyOf(foreign);
  }

  /** The queues of a verifier; the shared one is first. */
  static List<ScorerQueue> of(Scorers scorers) {
    List<Scorer> own = scorers.all().stream().filter(Scorer::hasOwnQueue).toList();
    Stream<Scorer> single = own.stream().filter(scorer -> !(scorer instanceof GroupScorer));
    List<Scorer> shared =
        scorers.all().stream().filter(Predicate.not(Scorer::hasOwnQueue)).toList();
    List<ScorerQueue> queues = new ArrayList<>();
    queues.add(new ScorerQueue("", shared, own.stream().map(Scorer::name).toList()));
    single.forEach(
        scorer -> queues.add(new ScorerQueue(scorer.name(), List.of(scorer), List.of())));
    return queues;
  }

  /** Whether it is the queue of several scorers. */
  boolean isShared() {
    return name.isEmpty();
  }

  /** Whether its members run the scorer of a name. */
  boolean runs(String scorer) {
    return isShared() ? !foreign.contains(scorer) : name.equals(scorer);
  }

  /** The name prefixed with that of the service: {@code verifier} or {@code verifier.judge}. */
  String qualified(String service) {
    return isShared() ? service : service + "." + name;
  }

  /** The limits of its scorers. */
  List<ScorerLimits> limits(ScorerLimits defaults) {
    return scorers.isEmpty()
        ? List.of(defaults)
        : scorers.stream().map(scorer -> scorer.limits(defaults)).toList();
  }
}
