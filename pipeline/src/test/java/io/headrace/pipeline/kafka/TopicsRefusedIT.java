package io.headrace.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.pipeline.error.ErrorCode;
import io.headrace.pipeline.error.HeadraceException;
import io.headrace.pipeline.event.EventCodec;
import io.headrace.pipeline.id.RunId;
import io.headrace.schemas.topics.Topic;
import io.headrace.testkit.TestBroker;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster whose access control list forbids some of a run's topics. */
class TopicsRefusedIT {

  @RegisterExtension static final TestBroker BROKER = TestBroker.ownWithAccessControl();

  @Test
  void reportsTheTopicsThatMayNotBeCreated() {
    // Given
    RunId run = new RunId(BROKER.newRun());
    List<String> forbidden =
        Stream.of(Topic.STEPS, Topic.CONTROL).map(topic -> topic.of(run.value())).toList();
    KafkaClients kafka =
        new KafkaClients(BROKER.bootstrapServers(), Map.of(), EventCodec.released());
    try (Admin admin = kafka.admin()) {
      List<AclBinding> denied = forbidden.stream().map(TopicsRefusedIT::denied).toList();
      Topics.await(admin.createAcls(denied).all(), "forbidding topics");

      // When
      assertThatThrownBy(() -> Topics.create(admin, run, RunTopics.CONFIG))

          // Then
          .isInstanceOfSatisfying(
              HeadraceException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.BROKER_REFUSED);
                assertThat(BrokerFailure.isRefusal(e)).isTrue();
              })
          .hasMessage(
              "[kafka] the principal of kafka.properties may not create the topics %s.control,"
                  + " %s.steps of run %s; allow it to create and describe them in the broker's"
                  + " access control list",
              run, run, run);
    }
  }

  private static AclBinding denied(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.DENY));
  }
}
