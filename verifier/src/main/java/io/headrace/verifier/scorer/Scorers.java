package io.headrace.verifier.scorer;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The scorers of a service by name. Immutable. */
public final class Scorers {

  private final SortedMap<String, Scorer> byName = new TreeMap<>();

  /**
   * Collects scorers.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public Scorers(List<? extends Scorer> scorers) {
    for (Scorer scorer : scorers) {
      if (byName.putIfAbsent(scorer.name(), scorer) != null) {
        throw new IllegalArgumentException("two scorers are named '" + scorer.name() + "'");
      }
    }
  }

  /** The scorer of a name, empty when there is none. */
  public Optional<Scorer> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Why a task can't be scored: the scorer is unknown or can't read the gold answer; empty when it
   * can.
   */
  public Optional<String> problemWith(String scorer, String gold) {
    Scorer found = byName.get(scorer);
    return found == null ? Optional.of(unknown(scorer)) : found.problemWithGold(gold);
  }

  /** The clause for an unknown scorer. */
  public String unknown(String scorer) {
    return "there is no scorer '" + scorer + "'; there are " + String.join(", ", byName.keySet());
  }

  /** All scorers, sorted by name. */
  public List<Scorer> all() {
    return List.copyOf(byName.values());
  }

  /** All names, sorted. */
  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }
}
