package io.headrace.curriculum.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.curriculum.task.CurriculumTask;
import io.headrace.pipeline.id.WeightsVersion;
import io.headrace.schemas.GroupRequest;
import io.headrace.schemas.Message;
import io.headrace.schemas.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GroupRequestsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final GroupRequests requests = new GroupRequests(Settings.small());

  @Test
  void aRequestNamesTheVerifierOfItsTask() {
    GroupRequest request = request(Map.of());

    assertThat(request.getScorers()).containsExactly("number");
    assertThat(request.getScorerWeights()).isEmpty();
  }

  @Test
  void aRequestNamesAllScorersOfItsTaskWithTheirWeights() {
    // Given a task that several scorers score
    Map<String, Double> weights = Map.of("number", 0.8, "addition", 0.2);

    // When
    GroupRequest request = request(weights);

    // Then
    assertThat(request.getScorers()).containsExactly("addition", "number");
    assertThat(request.getScorerWeights()).isEqualTo(weights);
    assertThat(request.getTask().getMessages()).hasSize(1);
  }

  private GroupRequest request(Map<String, Double> weights) {
    List<Message> messages = List.of(new Message("user", "1+1?"));
    Task task = new Task("t", "User: 1+1?\n\nAssistant:", "2", "number", messages, weights);
    List<CurriculumTask> pool = List.of(new CurriculumTask(task, Optional.empty(), "file"));
    List<RunEvent> requested = requests.training(1, pool, _ -> 0, _ -> new WeightsVersion(0), NOW);
    return ((RunEvent.Requested) requested.getFirst()).event();
  }
}
