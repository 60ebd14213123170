package io.headrace.cli.process;

import io.headrace.console.ConsoleService;
import io.headrace.curriculum.service.CurriculumService;
import io.headrace.learner.service.LearnerService;
import io.headrace.pipeline.service.Service;
import io.headrace.pipeline.service.ServiceContext;
import io.headrace.reward.AssemblerService;
import io.headrace.rollout.RolloutService;
import io.headrace.verifier.service.VerifierService;

/** Creates services by their kind. */
final class ServiceFactory {

  private ServiceFactory() {}

  /** Creates a service without starting it. */
  static Service create(ServiceKind kind, ServiceContext context) {
    return switch (kind) {
      case CURRICULUM -> CurriculumService.create(context, UsableTasks.of(context.config()));
      case ROLLOUT_WORKER -> new RolloutService(context);
      case VERIFIER -> new VerifierService(context);
      case REWARD_SERVICE -> new AssemblerService(context);
      case LEARNER -> new LearnerService(context);
      case CONSOLE -> new ConsoleService(context);
      case BROKER -> throw new IllegalArgumentException("the broker is not a service of a run");
    };
  }
}
