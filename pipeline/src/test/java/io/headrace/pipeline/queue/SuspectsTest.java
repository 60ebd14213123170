package io.headrace.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.pipeline.queue.AttemptRule.Treatment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectsTest {

  private static final int MAX_ATTEMPTS = 3;

  private final Ledger ledger = new Ledger();
  private final Redeliveries shared = new Redeliveries(ledger, MAX_ATTEMPTS);
  private final Suspects consumer = new Suspects(shared);
  private final Suspects otherConsumer = new Suspects(shared);
  private final List<String> events = new ArrayList<>();

  /** Attempts in memory. */
  private final class Ledger implements Attempts {
    private final Map<RecordPosition, Integer> known = new HashMap<>();

    @Override
    public Map<RecordPosition, Integer> written(Collection<RecordPosition> positions) {
      return Map.copyOf(known);
    }

    @Override
    public void begin(Collection<RecordPosition> positions) {
      positions.forEach(position -> known.merge(position, 1, Integer::sum));
      events.add("write " + positions.stream().map(RecordPosition::offset).toList());
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private final class Redelivered implements Suspect {
    private final long offset;
    private boolean over;

    Redelivered(long offset, int written) {
      this.offset = offset;
      if (written > 0) {
        ledger.known.put(position(), written);
      }
    }

    @Override
    public RecordPosition position() {
      return new RecordPosition(0, offset);
    }

    @Override
    public int delivery() {
      return 2;
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public void begin() {
      events.add("begin " + offset);
    }

    @Override
    public void sendToDeadLetters(Treatment why, int attempts) {
      events.add("give up " + offset + " after " + attempts);
    }
  }

  private static void takeOn(Suspects consumer, Suspect... suspects) {
    List.of(suspects).forEach(consumer::add);
    consumer.decide();
  }

  @Test
  void thoseWithoutAnAttemptBeginAtOnceAndAreWrittenTogetherBefore() {
    // When
    takeOn(consumer, new Redelivered(1, 0), new Redelivered(2, 0));

    // Then
    assertThat(events).containsExactly("write [1, 2]", "begin 1", "begin 2");
  }

  @Test
  void withoutSuspectsNothingIsWritten() {
    // When
    consumer.decide();
    consumer.beginNext();

    // Then
    assertThat(events).isEmpty();
  }

  @Test
  void aRecordWithAllItsAttemptsIsDeadLettered() {
    // When
    takeOn(consumer, new Redelivered(1, MAX_ATTEMPTS - 1));
    consumer.beginNext();

    // Then
    assertThat(events).containsExactly("give up 1 after 3");
  }

  @Test
  void aProcessHasOneIsolatedSuspectInProgress() {
    // Given two consumers with suspects that had an attempt
    Redelivered first = new Redelivered(1, 1);
    Redelivered second = new Redelivered(2, 1);
    takeOn(consumer, first);
    takeOn(otherConsumer, second);
    events.clear();

    // When
    otherConsumer.beginNext();
    consumer.beginNext();
    otherConsumer.beginNext();

    // Then the first one is processed
    assertThat(events).containsExactly("write [1]", "begin 1");

    // When its work ends, Then it stays first until it is acknowledged
    first.over = true;
    assertThat(consumer.isIsolatedOver()).isTrue();
    otherConsumer.beginNext();
    assertThat(events).hasSize(2);
    consumer.endIsolated();
    otherConsumer.beginNext();
    assertThat(events).endsWith("write [2]", "begin 2");
  }

  @Test
  void suspectsOfTwoQueuesOfAProcessAreIsolatedFromEachOther() {
    // Given a suspect of each queue that had an attempt
    Suspects otherQueue = new Suspects(shared.beside(ledger));
    Redelivered first = new Redelivered(1, 1);
    takeOn(consumer, first);
    takeOn(otherQueue, new Redelivered(2, 1));
    events.clear();

    // When
    otherQueue.beginNext();
    consumer.beginNext();

    // Then the second is processed after the first
    assertThat(events).containsExactly("write [1]", "begin 1");
    consumer.endIsolated();
    otherQueue.beginNext();
    assertThat(events).endsWith("write [2]", "begin 2");
  }

  @Test
  void aSuspectLostWhileWaitingBlocksNoOther() {
    // Given a consumer whose suspect is next, and its lease is lost
    Redelivered lost = new Redelivered(1, 1);
    takeOn(consumer, lost);
    takeOn(otherConsumer, new Redelivered(2, 1));
    events.clear();
    lost.over = true;

    // When
    consumer.beginNext();
    otherConsumer.beginNext();

    // Then
    assertThat(events).containsExactly("write [2]", "begin 2");
  }

  @Test
  void clearedSuspectsBlockNoOthers() {
    // Given a consumer with an isolated suspect in progress and another one waiting
    takeOn(consumer, new Redelivered(1, 1), new Redelivered(2, 1));
    takeOn(otherConsumer, new Redelivered(3, 1));
    consumer.beginNext();
    events.clear();

    // When
    consumer.clear();
    consumer.beginNext();
    otherConsumer.beginNext();

    // Then
    assertThat(events).containsExactly("write [3]", "begin 3");
  }
}
