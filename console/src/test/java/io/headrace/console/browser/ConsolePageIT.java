package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.console.demo.DemoConsole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drives the page as an operator does. Needs chromium and chromedriver in /usr/bin. */
class ConsolePageIT {
  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run({resultTypes: ['violations']}).then(result => done(result.violations
        .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | '))
        .join('\\n')), problem => done(String(problem)));
      """;

  @SuppressWarnings("NullAway.Init")
  private static DemoConsole console;

  @SuppressWarnings("NullAway.Init")
  private static Chromium browser;

  @BeforeAll
  static void open() {
    assumeTrue(
        Chromium.installed(),
        "the browser test needs /usr/bin/chromium and /usr/bin/chromedriver; install them to run"
            + " it");
    console = new DemoConsole(0, Duration.ofSeconds(150));
    browser = Chromium.open(1280, 1000);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (console != null) {
      console.close();
    }
  }

  @BeforeEach
  void begin() {
    browser.go("about:blank");
    view("overview");
  }

  @AfterEach
  void theBrowserHasNothingToComplainOf() {
    // Breaches of the Content-Security-Policy and errors of scripts would stand here.
    assertThat(browser.complaints()).isEmpty();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }

  private static void view(String hash) {
    browser.go(console.address() + "#/" + hash);
    soon().until(() -> browser.has("main > *") && !browser.has(".loading"));
  }

  private static String hash() {
    return String.valueOf(browser.run("return location.hash"));
  }

  @Test
  void drawsTheCurvesAndNamesTheLimit() {
    // Given the overview
    // When its figures are there
    soon().until(() -> browser.count(".plot canvas") == 6);
    // Then curves are painted, five stages shown and one sentence says what limits the run
    assertThat(
            browser.run(
                """
                const canvas = document.querySelector('.plot canvas');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                return pixels.filter((v, i) => i % 4 === 3 && v > 0).length > 500;
                """))
        .isEqualTo(true);
    assertThat(browser.count(".stage")).isEqualTo(5);
    assertThat(browser.text(".sentence")).endsWith(".");
    assertThat(browser.text(".tile .value")).contains("%");
    // And the table twin has the same points
    browser.click("headrace-chart .tools button");
    assertThat(browser.count(".twin tbody tr")).isPositive();
  }

  @Test
  void goesOnLiveUntilThePageIsPaused() {
    // Given a page that goes on
    String first = browser.text(".tile:last-child .value");
    soon().until(() -> !browser.text(".tile:last-child .value").equals(first));
    // When the space bar is pressed
    browser.press(" ");
    soon().until(() -> browser.text(".live").equals("page paused"));
    String paused = browser.text(".tile:last-child .value");
    // Then it stands still, and goes on when it is pressed again
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> browser.text(".tile:last-child .value").equals(paused));
    browser.press(" ");
    soon().until(() -> !browser.text(".tile:last-child .value").equals(paused));
  }

  @Test
  void opensATraceByKeysAndTellsTheLogProbOfEachToken() {
    // Given the list, reached by keys
    browser.press("g");
    browser.press("t");
    soon().until(() -> browser.count("tr[data-trace]") > 10);
    // When the second row is opened by keys
    browser.press("j");
    browser.press("j");
    browser.press("\n");
    soon().until(() -> browser.count(".tok[data-i]") > 10);
    // Then tokens are coloured, the number is told on focus, verdict and siblings are there
    assertThat(browser.count(".tokens .lp1, .tokens .lp2, .tokens .lp3")).isPositive();
    browser.run("document.querySelector('.tok[data-i=\"3\"]').focus()");
    soon().until(() -> browser.text(".told").contains("log-prob -"));
    assertThat(browser.text(".told")).contains("token 4 of").contains("weights v");
    assertThat(browser.text(".trace")).contains("Verdicts").contains("Group");
    // And Escape leads back to the list
    browser.escape();
    soon().until(() -> browser.has("tr[data-trace]"));
  }

  @Test
  void keepsTheFilterInTheAddress() {
    // Given the list
    view("traces");
    soon().until(() -> browser.count("tr[data-trace]") > 10);
    // When a text is typed after /
    browser.press("/");
    soon().until(() -> "filter".equals(browser.run("return document.activeElement.id")));
    browser.type("#filter", "rollout-2");
    // Then the address holds it and a fresh page shows the same
    soon().until(() -> hash().contains("q=rollout-2"));
    browser.go(console.address() + "?again" + hash());
    soon()
        .until(
            () ->
                "rollout-2".equals(browser.run("return document.querySelector('#filter')?.value")));
  }

  @Test
  void helpsWithItsKeysAndChangesTheTheme() {
    // Given the page in some theme
    Object before = browser.run("return document.documentElement.dataset.theme");
    // When t is pressed, and then ?
    browser.press("t");
    soon()
        .until(() -> !before.equals(browser.run("return document.documentElement.dataset.theme")));
    browser.press("?");
    // Then the help is open and Escape closes it
    soon().until(() -> browser.has("dialog#help[open]"));
    assertThat(browser.text("#help")).contains("overview").contains("pause this page");
    browser.escape();
    soon().until(() -> !browser.has("dialog#help[open]"));
  }

  @Test
  void asksBeforeItPausesTheRun() {
    // Given the overview
    browser.click(".progress .ask button");
    soon().until(() -> browser.has("dialog#ask[open]"));
    // When the operator says why and confirms
    browser.type("#why", "a look at the rewards");
    browser.click("#ask .strong");
    // Then the page shows that the run is paused and by whom, and it can be resumed
    soon().until(() -> browser.text(".reason").contains("a look at the rewards"));
    assertThat(browser.text(".phase")).isEqualToIgnoringCase("paused");
    browser.click(".progress .ask button");
    soon().until(() -> browser.has("dialog#ask[open]"));
    browser.click("#ask .strong");
    soon().until(() -> !browser.text(".phase").equalsIgnoreCase("paused"));
  }

  @ParameterizedTest
  @CsvSource({
    "overview,light",
    "overview,dark",
    "traces,light",
    "traces,dark",
    "trace,light",
    "trace,dark",
    "dead-letters,light",
    "dead-letters,dark"
  })
  void isAccessible(String view, String theme) throws IOException {
    // Given a view in a theme
    browser.run("localStorage.setItem('headrace-theme', arguments[0])", theme);
    browser.go("about:blank");
    view(view.equals("trace") ? "traces" : view);
    if (view.equals("trace")) {
      soon().until(() -> browser.has("tr[data-trace] a"));
      browser.run("document.querySelector('tr[data-trace] a').click()");
      soon().until(() -> browser.has(".tok[data-i]"));
    }
    // When axe looks at it
    browser.run(axe());
    Object violations = browser.runAsync(AXE);
    // Then it finds nothing
    assertThat(violations.toString()).isEmpty();
  }

  private static String axe() throws IOException {
    try (InputStream in = ConsolePageIT.class.getResourceAsStream("/axe/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
