package io.headrace.verifier.scoring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits on a thread for the result of a stage. */
final class StageAwait {

  private StageAwait() {}

  /**
   * The result of a stage. An interrupt cancels the stage.
   *
   * @throws Exception the stage's own failure, or the interrupt
   */
  static <T> T await(CompletionStage<T> stage) throws Exception {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
