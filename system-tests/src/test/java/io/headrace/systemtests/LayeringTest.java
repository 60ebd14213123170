package io.headrace.systemtests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.headrace.pipeline.kafka.EventProducer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks the layering of ARCHITECTURE.md on the compiled classes. */
class LayeringTest {

  static final List<String> SERVICES =
      List.of("curriculum", "rollout", "verifier", "reward", "learner", "console");

  /** Packages of pure code: no I/O, no clock, no threads. */
  static final List<String> PURE =
      List.of(
          "curriculum.capacity",
          "curriculum.controller",
          "curriculum.evaluation",
          "curriculum.family",
          "curriculum.sampling",
          "pipeline.plan",
          "pipeline.task",
          "rollout.request",
          "verifier.exact",
          "verifier.family",
          "verifier.group",
          "verifier.number",
          "verifier.scorer",
          "reward.assembly",
          "reward.preference",
          "reward.shaping",
          "learner.batch",
          "learner.objective.advantage",
          "learner.objective.aggregation",
          "learner.objective.divergence",
          "learner.packing",
          "learner.stage",
          "console.view");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.headrace");

  @ParameterizedTest
  @FieldSource("SERVICES")
  void aServiceDependsOnNoOtherServiceAndNotOnTheCommandLine(String service) {
    String[] others =
        Stream.concat(SERVICES.stream().filter(other -> !other.equals(service)), Stream.of("cli"))
            .map(LayeringTest::inside)
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(inside(service))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("services communicate through the log only")
        .check(CLASSES);
  }

  @Test
  void sharedModulesDependOnNoService() {
    noClasses()
        .that()
        .resideInAnyPackage(inside("schemas"), inside("pipeline"), inside("policy"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SERVICES.stream().map(LayeringTest::inside).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void onlyPolicyLearnerAndBenchmarksDependOnTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inside("policy"), inside("learner"), inside("benchmarks"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void onlyEmbeddedKafkaDependsOnTheBrokersClasses() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("embedded"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "kafka..",
            "org.apache.kafka.server..",
            "org.apache.kafka.raft..",
            "org.apache.kafka.metadata..",
            "org.apache.kafka.controller..",
            "org.apache.kafka.storage..")
        .check(CLASSES);
  }

  /** The benchmarks may send too, since they send encoded bytes, each with a callback. */
  @Test
  void onlyTheEventProducerSends() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(EventProducer.class.getName())
        .and()
        .resideOutsideOfPackage(inside("benchmarks"))
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(HasName.Predicates.name("send"))
                .and(
                    JavaCall.Predicates.target(
                        HasOwner.Predicates.With.owner(assignableTo(Producer.class)))))
        .because("an event is lost silently when the result of its send is not checked")
        .check(CLASSES);
  }

  @ParameterizedTest
  @FieldSource("PURE")
  void pureCodeHasNoInputOrOutputNoClockAndNoThread(String pure) {
    noClasses()
        .that()
        .resideInAPackage(inside(pure))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "ai.djl..",
            "io.vertx..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("pure code is plain Java with time passed in")
        .check(CLASSES);
  }

  @ParameterizedTest
  @FieldSource("PURE")
  void everyPackageNamedHereExists(String pure) {
    assertThat(CLASSES.containPackage("io.headrace." + pure)).isTrue();
  }

  private static String inside(String module) {
    return "io.headrace." + module + "..";
  }
}
