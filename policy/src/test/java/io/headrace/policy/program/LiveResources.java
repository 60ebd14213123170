package io.headrace.policy.program;

/** Counts the engine's resources of one program. */
final class LiveResources {
  private LiveResources() {}

  /** Everything below the manager of the program's model. */
  static int below(PolicyProgram program) {
    return LiveArrays.below(program.manager().getParentManager());
  }
}
