package io.headrace.console.view;

import io.headrace.schemas.ConsoleSnapshot;
import io.headrace.schemas.GroupOutcome;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Purpose;
import io.headrace.schemas.StageState;
import io.headrace.schemas.StepCompleted;
import io.headrace.schemas.Trace;
import io.headrace.schemas.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts work through the stages by tracking each open group, so that the lag is in samples,
 * verdicts and groups and not in offsets, and is correct for topics whose start was deleted.
 */
final class StageFlows {
  private static final int OPEN_GROUPS = 20_000;
  private static final int CLOSED_GROUPS = 20_000;
  private static final int UNREAD_GROUPS = 50_000;

  private final NewestById<String, GroupProgress> open = new NewestById<>(OPEN_GROUPS);
  private final NewestById<String, Boolean> closed = new NewestById<>(CLOSED_GROUPS);
  private final NewestById<String, Boolean> unread = new NewestById<>(UNREAD_GROUPS);

  /** Groups in a step that was read before their outcome. */
  private final NewestById<String, Boolean> readEarly = new NewestById<>(UNREAD_GROUPS);

  private final Map<PipelineStage, Meter> in = meters();
  private final Map<PipelineStage, Meter> out = meters();

  /** A rate and a total. */
  private static final class Meter {
    private final RateWindow window = new RateWindow();
    private long total;

    private void add(Instant at, long amount) {
      window.add(at, (double) amount);
      total += amount;
    }
  }

  private static Map<PipelineStage, Meter> meters() {
    Map<PipelineStage, Meter> meters = new EnumMap<>(PipelineStage.class);
    Stream.of(PipelineStage.values()).forEach(stage -> meters.put(stage, new Meter()));
    return meters;
  }

  private void move(PipelineStage from, PipelineStage to, Instant at, long left, long arrived) {
    meter(out, from).add(at, left);
    meter(in, to).add(at, arrived);
  }

  @SuppressWarnings("NullAway") // every stage has its meters from the start
  private static Meter meter(Map<PipelineStage, Meter> meters, PipelineStage stage) {
    return meters.get(stage);
  }

  void requested(GroupRequest event) {
    if (closed.contains(event.getGroupId())) {
      return;
    }
    group(event.getGroupId()).expect(event.getSamples(), event.getScorers().size());
    int samples = event.getSamples();
    move(PipelineStage.TASKS, PipelineStage.ROLLOUT, event.getRequestedAt(), samples, samples);
  }

  /** Applies a trace; returns whether it is the first of its id. */
  boolean sampled(Trace event) {
    if (closed.contains(event.getGroupId())) {
      return false;
    }
    GroupProgress group = group(event.getGroupId());
    group.expect(event.getSamples(), event.getScorers().size());
    boolean first = group.addTrace(event.getSample());
    if (first) {
      int scorers = event.getScorers().size();
      move(PipelineStage.ROLLOUT, PipelineStage.VERDICT, event.getFinishedAt(), 1, scorers);
    }
    return first;
  }

  void scored(Verdict event) {
    if (closed.contains(event.getGroupId())) {
      return;
    }
    GroupProgress group = group(event.getGroupId());
    if (group.addVerdict(event.getTraceId(), event.getScorer())) {
      int ready = group.isReady() ? 1 : 0;
      move(PipelineStage.VERDICT, PipelineStage.ASSEMBLE, event.getScoredAt(), 1, ready);
    }
  }

  /** Whether the group is assembled; known for the last {@link #CLOSED_GROUPS} groups. */
  boolean isAssembled(String groupId) {
    return closed.contains(groupId);
  }

  void assembled(GroupOutcome event) {
    open.remove(event.getGroupId());
    closed.put(event.getGroupId(), true);
    meter(out, PipelineStage.ASSEMBLE).add(event.getAssembledAt(), 1);
    if (event.getPurpose() == Purpose.TRAIN) {
      meter(in, PipelineStage.LEARN).add(event.getAssembledAt(), 1);
      if (readEarly.remove(event.getGroupId()).isEmpty()) {
        unread.put(event.getGroupId(), true);
      }
    }
  }

  void trained(StepCompleted event, boolean readsGroups) {
    if (!readsGroups) {
      return;
    }
    long count = event.getBatch().size() + (long) event.getSkipped().size();
    event.getBatch().forEach(entry -> read(entry.getId()));
    event.getSkipped().forEach(entry -> read(entry.getId()));
    meter(out, PipelineStage.LEARN).add(event.getCompletedAt(), count);
  }

  private void read(String groupId) {
    if (unread.remove(groupId).isEmpty() && !closed.contains(groupId)) {
      readEarly.put(groupId, true);
    }
  }

  /** Writes the state to a snapshot. */
  void save(ConsoleSnapshot.Builder snapshot) {
    snapshot
        .setStages(Stream.of(PipelineStage.values()).map(this::save).toList())
        .setOpen(open.map((id, group) -> group.save(id)))
        .setClosed(closed.idsOldestFirst())
        .setUnread(unread.idsOldestFirst())
        .setReadEarly(readEarly.idsOldestFirst());
  }

  private StageState save(PipelineStage stage) {
    Meter arrived = meter(in, stage);
    Meter left = meter(out, stage);
    return new StageState(
        stage.name(), arrived.total, arrived.window.save(), left.total, left.window.save());
  }

  /** Restores the state of a snapshot. */
  void restore(ConsoleSnapshot snapshot) {
    for (StageState saved : snapshot.getStages()) {
      Stream.of(PipelineStage.values())
          .filter(stage -> stage.name().equals(saved.getStage()))
          .forEach(stage -> restore(stage, saved));
    }
    snapshot
        .getOpen()
        .forEach(saved -> open.put(saved.getGroupId(), GroupProgress.restored(saved)));
    snapshot.getClosed().forEach(id -> closed.put(id, true));
    snapshot.getUnread().forEach(id -> unread.put(id, true));
    snapshot.getReadEarly().forEach(id -> readEarly.put(id, true));
  }

  private void restore(PipelineStage stage, StageState saved) {
    meter(in, stage).total = saved.getCame();
    meter(in, stage).window.restore(saved.getCameRate());
    meter(out, stage).total = saved.getLeft();
    meter(out, stage).window.restore(saved.getLeftRate());
  }

  private GroupProgress group(String groupId) {
    return open.find(groupId)
        .orElseGet(
            () -> {
              GroupProgress group = new GroupProgress();
              open.put(groupId, group);
              return group;
            });
  }

  /** The stages in order. */
  List<StageFlow> stages(ServiceInstances services, Instant now) {
    Waiting waiting = waiting();
    return Stream.of(PipelineStage.values())
        .map(
            stage ->
                new StageFlow(
                    stage,
                    waiting.at(stage),
                    meter(in, stage).window.perSecond(now),
                    meter(out, stage).window.perSecond(now),
                    meter(out, stage).total,
                    services.alive(stage.service(), now),
                    services.problem(stage.service(), now)))
        .toList();
  }

  private Waiting waiting() {
    long samples = 0;
    long verdicts = 0;
    long ready = 0;
    for (GroupProgress group : open.oldestFirst()) {
      samples += group.waitingSamples();
      verdicts += group.waitingVerdicts();
      ready += group.isReady() ? 1 : 0;
    }
    return new Waiting(samples, verdicts, ready, unread.size());
  }

  private record Waiting(long samples, long verdicts, long ready, long unread) {
    private long at(PipelineStage stage) {
      return switch (stage) {
        case TASKS -> 0;
        case ROLLOUT -> samples;
        case VERDICT -> verdicts;
        case ASSEMBLE -> ready;
        case LEARN -> unread;
      };
    }
  }
}
