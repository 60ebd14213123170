package io.headrace.curriculum.service;

import io.headrace.curriculum.task.LineProblem;
import io.headrace.curriculum.task.TaskCheck;
import io.headrace.curriculum.task.TaskSources;
import io.headrace.curriculum.task.TaskSupply;
import io.headrace.pipeline.config.RunConfig;
import io.headrace.pipeline.config.StageKind;
import io.headrace.pipeline.config.StageSetting;
import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.pipeline.service.ServiceStatus;
import io.headrace.pipeline.service.ServiceThread;
import io.headrace.schemas.ServiceState;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The curriculum of a run: requests groups of prioritized tasks within the staleness bound,
 * evaluates, and takes the run through the stages of its plan. Reads control, steps and outcomes;
 * writes demonstrations, tasks, control, evals, outcomes and snapshots. A run has one curriculum: a
 * second one fences the first.
 */
public final class CurriculumService implements Service {

  /** The service's name in events and metrics. */
  public static final String NAME = "curriculum";

  private static final Logger LOG = LoggerFactory.getLogger(CurriculumService.class);

  /** Enough to read a long log. */
  private static final Duration START_DEADLINE = Duration.ofMinutes(10);

  private static final int LOGGED_PROBLEMS = 20;

  private final CurriculumLoop loop;
  private final ServiceThread thread;

  private CurriculumService(ServiceContext context, TaskSupply supply) {
    this.loop = new CurriculumLoop(context, supply);
    this.thread = new ServiceThread(NAME, loop);
  }

  /**
   * Loads the run's tasks; {@link #start} starts the service.
   *
   * @param check rejects tasks that the other services can't process
   * @throws io.headrace.pipeline.error.HeadraceException INVALID_TASKS or INVALID_CONFIG when no
   *     usable task is left
   */
  public static CurriculumService create(ServiceContext context, TaskCheck check) {
    RunConfig config = context.config();
    TaskSupply supply = TaskSources.load(config.tasks(), config.evaluation().heldout(), check);
    supply.problems().stream()
        .limit(LOGGED_PROBLEMS)
        .forEach(problem -> LOG.warn("[run={}] {}; the line is skipped", config.run(), problem));
    if (supply.problems().size() > LOGGED_PROBLEMS) {
      LineProblem last = supply.problems().getLast();
      LOG.warn(
          "[run={}] {} task lines are skipped in total, the last is {}",
          config.run(),
          supply.problems().size(),
          last);
    }
    LOG.info(
        "[run={}] {} training tasks, {} held-out tasks, {} demonstrations; {} lines skipped",
        config.run(),
        supply.pools().train().size(),
        supply.pools().heldOut().size(),
        supply.demonstrated().size(),
        supply.problems().size());
    requireDemonstrations(config, supply);
    return new CurriculumService(context, supply);
  }

  /**
   * Checks the stages of {@code plan}; the default plan has no cold start without demonstrations.
   */
  private static void requireDemonstrations(RunConfig config, TaskSupply supply) {
    for (StageSetting stage : config.plan()) {
      if (stage.kind() == StageKind.SFT && supply.demonstrated().isEmpty()) {
        throw new HeadraceException(
            ErrorCode.INVALID_TASKS,
            "[plan] stage '%s' is of kind sft and no task has a demonstration; add demonstrations to the tasks file or remove the stage"
                .formatted(stage.id()));
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    thread.start(START_DEADLINE);
  }

  @Override
  public ServiceStatus status() {
    ServiceState state = thread.state();
    boolean paused = state == ServiceState.RUNNING && loop.isPaused();
    String problem = thread.problem().isEmpty() ? loop.problem() : thread.problem();
    return new ServiceStatus(
        paused ? ServiceState.PAUSED : state, OptionalLong.empty(), loop.metrics(), problem);
  }

  @Override
  public void close() {
    thread.close();
  }
}
