package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.console.demo.DemoConsole;
import io.headrace.console.demo.HostileEvents;
import io.headrace.console.demo.Scene;
import io.headrace.pipeline.error.HeadraceException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of a run in each state it can be in. */
class PageScenesIT {
  @RegisterExtension static final SharedBrowser BROWSER = new SharedBrowser();

  private static final Map<Scene, DemoConsole> CONSOLES = new EnumMap<>(Scene.class);

  private Chromium browser;

  @BeforeEach
  void begin() {
    browser = BROWSER.get();
  }

  @AfterAll
  static void close() {
    CONSOLES.values().forEach(DemoConsole::close);
    CONSOLES.clear();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
  }

  private void open(Scene scene, String hash) {
    DemoConsole console = CONSOLES.computeIfAbsent(scene, wanted -> new DemoConsole(0, wanted));
    browser.go(console.address() + "#/" + hash);
    soon().until(() -> browser.has("main > *") && !browser.has(".loading"));
  }

  private void look(Scene scene) {
    open(scene, "overview");
    assertThat(browser.text("main"))
        .doesNotContain("NaN", "undefined", "Infinity", "null", "[object");
  }

  @Test
  void showsWhatIsMissingBeforeTheRunStarts() {
    // Given a run without an event
    // When its page is opened
    look(Scene.EMPTY);
    // Then every part shows what is missing
    showsText(
        "main",
        "The run has not started",
        "Waiting for RunStarted",
        "No weights version",
        "No service has sent a heartbeat yet",
        "No trace yet");
    assertThat(browser.has(".stage .state.bad")).isFalse();
    browser.run("location.hash = '#/traces'");
    soon().until(() -> browser.text("main").contains("No trace yet"));
  }

  @Test
  void showsTheColdStart() {
    look(Scene.COLD_START);
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".current-stage"))
                    .isEqualToIgnoringCase("cold-start (sft)"));
    soon()
        .untilAsserted(
            () -> assertThat(browser.text(".sentence")).startsWith("Learn limits the cold start"));
    showsText(".charts", "No RL step yet");
  }

  @Test
  void showsWhoPausedTheRunAndOffersToResume() {
    look(Scene.PAUSED);
    showsText(".progress", "pause requested by console", "Resume run");
    assertThat(browser.text(".sentence"))
        .isEqualTo("The run is paused; the stages complete the work in progress.");
  }

  @Test
  void showsAFinishedRunWithoutAlarm() {
    // Given a finished run whose services have stopped
    // When its page is opened
    look(Scene.FINISHED);
    // Then no command is offered and nothing is shown as a failure
    assertThat(browser.has(".progress .actions")).isFalse();
    soon()
        .untilAsserted(
            () -> assertThat(browser.text(".sentence")).startsWith("The run is finished"));
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".services"))
                    .contains("stopped")
                    .doesNotContain("no heartbeat"));
    assertThat(browser.has(".overview .state.bad")).isFalse();
    showsText(".times", "took");
  }

  @Test
  void namesAServiceWithoutHeartbeats() {
    look(Scene.SERVICE_WITHOUT_HEARTBEAT);
    showsText(".services tbody tr:nth-child(4)", "rollout-worker", "no heartbeat");
    showsText(".stage.limits", "rollout", "none alive");
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".sentence"))
                    .startsWith("Rollout stands still:")
                    .endsWith("and no rollout-worker is alive."));
  }

  @Test
  void showsTheProblemOfAFailedService() {
    look(Scene.FAILED_SERVICE);
    showsText(".services", "failed", Scene.FAILURE);
    showsText(".stage:last-child", "none alive", Scene.FAILURE);
  }

  @Test
  void showsAFurtherLearnerInARowOfItsOwn() {
    look(Scene.TWO_LEARNERS);
    showsText(".stage.learner", "reward-model", "failed", Scene.FAILURE);
    assertThat(browser.text(".stage:nth-child(5)")).doesNotContain("none alive", Scene.FAILURE);
  }

  @Test
  void showsNoStateOfServicesWhileTheBrokerIsUnreachable() {
    // Given a console that lost its broker
    // When its page is opened
    look(Scene.BROKER_UNREACHABLE);
    // Then it shows the problem, but neither a limiting stage nor dead services
    showsText(".banner", Scene.BROKER_PROBLEM);
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".sentence")).startsWith("The limiting stage is unknown"));
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".services")).contains("unknown").doesNotContain("alive"));
    assertThat(browser.has(".overview .state.bad")).isFalse();
  }

  @Test
  void showsMarkupInTextsAsText() {
    // Given texts of a task, a model and a scorer with scripts
    open(Scene.HOSTILE, "traces?q=hostile");
    soon().until(() -> browser.count("tr[data-trace]") == 7);
    showsText(".rows", "<img src=x", "⟨U+202E⟩", "<script>");
    // When each view that shows them is opened
    openTrace(0);
    showsText(".trace", "<img src=x", "⟨U+202E⟩", "⟨U+0000⟩⟨U+001B⟩[31m", "日本語", "👩‍👩‍👧");
    browser.run("location.hash = '#/dead-letters'");
    soon().until(() -> browser.has("tr[data-letter]"));
    browser.click("tr[data-letter] button");
    soon().until(() -> browser.text(".facts").contains("<img src=x"));
    // Then no script or image of them is part of the page
    assertThat(browser.run("return String(window.hacked)")).isEqualTo("undefined");
    assertThat(browser.count("main img, main script")).isZero();
  }

  private void openTrace(int sample) {
    String id = HostileEvents.GROUP + "#" + sample;
    browser.run("location.hash = '#/traces?trace=' + encodeURIComponent(arguments[0])", id);
    soon().until(() -> browser.text(".trace h1").equals(id));
  }

  @Test
  void showsALongTraceInParts() {
    // Given a trace of 8,192 tokens from five weights versions
    open(Scene.HOSTILE, "traces");
    openTrace(0);
    // When a token is pointed at
    soon().untilAsserted(() -> assertThat(browser.count(".tok[data-i]")).isEqualTo(4_000));
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".response button")).isEqualTo("Show 4,000 more of 4,192"));
    browser.run("document.querySelector('.response button').click()");
    soon().until(() -> browser.count(".tok[data-i]") == 8_000);
    // Then its log-prob is shown without rendering a token again
    assertThat(tokensRenderedToSelect(7_000)).isZero();
    // And the details are of that token, and every version is shown
    showsText(".token-details", "token 7,001 of 8,192", "weights v44");
    soon().untilAsserted(() -> assertThat(browser.count(".segment-start")).isEqualTo(4));
    showsText(".segments", "v40: 1,638 · v41: 1,638");
  }

  private int tokensRenderedToSelect(int token) {
    Object rendered =
        browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            let rendered = 0;
            const watch = new MutationObserver(changes => changes.forEach(change =>
              change.addedNodes.forEach(node => { if (node.matches?.('.tok')) rendered++; })));
            watch.observe(document.querySelector('headrace-trace'), { childList: true, subtree: true });
            document.querySelector('.tok[data-i="%d"]').focus();
            document.querySelector('headrace-trace').updateComplete.then(() => setTimeout(() => done(rendered)));
            """
                .formatted(token));
    return ((Number) rendered).intValue();
  }

  @Test
  void distinguishesTracesWithoutAScore() {
    // Given a scorer that failed, one that timed out, one that has not answered, a late group
    open(Scene.HOSTILE, "traces");
    // When each trace is opened
    // Then no failure looks like a score
    openTrace(1);
    showsText(".verdict", "error", "no score");
    openTrace(2);
    showsText(".verdict", "timeout", "no score");
    openTrace(3);
    showsText(".trace", "No verdict yet.");
    openTrace(5);
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.text(".response"))
                    .contains("0 tokens")
                    .doesNotContain("undefined"));
    showsText(".trace", "missing: no trace was received before the deadline");
    browser.run("location.hash = '#/traces?trace=' + encodeURIComponent('hostile/2.e0.2#0')");
    soon().until(() -> browser.text(".trace").contains("The group is not assembled yet"));
  }

  @Test
  void fitsEveryWidth() {
    // Given each view
    open(Scene.HOSTILE, "overview");
    try {
      for (String view :
          List.of("overview", "traces", "traces?trace=hostile%2F1.e0.1%231", "dead-letters")) {
        browser.run("location.hash = '#/' + arguments[0]", view);
        soon().until(() -> !browser.has(".skeleton, main > .notice"));
        for (int width : new int[] {390, 768, 1280, 1920}) {
          // When the window has that width
          browser.size(width, 900);
          // Then nothing is wider than the window once the charts are resized
          soon()
              .alias("%s at %d".formatted(view, width))
              .until(
                  () ->
                      browser
                          .run("return document.documentElement.scrollWidth <= innerWidth")
                          .equals(true));
        }
      }
    } finally {
      browser.size(1280, 1000);
    }
  }

  @Test
  @Tag("rejected")
  void requiresTheToken() {
    // Given a console with a token
    try (DemoConsole guarded = new DemoConsole(0, Optional.of("s3cret"))) {
      browser.go(guarded.address().toString());
      soon()
          .untilAsserted(
              () ->
                  assertThat(browser.text("main"))
                      .contains("requires its token")
                      .doesNotContain("token is wrong"));
      // When a wrong token is given, and then the right one
      browser.type("input[name=token]", "guess\n");
      soon().until(() -> browser.text("main").contains("The token is wrong"));
      browser.type("input[name=token]", "s3cret\n");
      // Then the page is shown and is live
      soon().until(() -> browser.text(".live").equals("live"));
      assertThat(browser.run("return document.cookie")).isEqualTo("");
      browser.go("about:blank");
    }
  }

  @Test
  @Tag("rejected")
  void reconnectsAutomaticallyAfterTheConsoleWasStopped() {
    // Given a page of a console
    DemoConsole first = new DemoConsole(0, Scene.TRAINING);
    int port = first.address().getPort();
    browser.go(first.address().toString());
    soon().until(() -> browser.text(".live").equals("live"));
    // When the console is stopped
    first.close();
    soon().until(() -> browser.text(".live").equals("disconnected"));
    showsText(".banner", "has not answered for");
    // Then its page is live again after the console was started again
    try (DemoConsole _ = openAgain(port)) {
      soon().until(() -> browser.text(".live").equals("live"));
      soon().until(() -> browser.text(".current-stage").equalsIgnoreCase("paused"));
      assertThat(browser.has(".banner")).isFalse();
      browser.go("about:blank");
    }
  }

  /** Waits until the element contains all of the texts. */
  private void showsText(String selector, String... texts) {
    soon().untilAsserted(() -> assertThat(browser.text(selector)).contains(texts));
  }

  /** Retries, since a reconnecting client's own socket may use the port for a while. */
  private static DemoConsole openAgain(int port) {
    return soon()
        .ignoreException(HeadraceException.class)
        .until(() -> new DemoConsole(port, Scene.PAUSED), console -> true);
  }
}
