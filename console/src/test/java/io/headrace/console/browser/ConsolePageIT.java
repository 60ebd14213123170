package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.console.demo.DemoConsole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Drives the page as an operator does. Needs chromium and chromedriver in /usr/bin. */
class ConsolePageIT {
  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run({resultTypes: ['violations']}).then(result => done(result.violations
        .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | '))
        .join('\\n')), problem => done(String(problem)));
      """;

  @RegisterExtension static final SharedBrowser BROWSER = new SharedBrowser();

  @SuppressWarnings("NullAway.Init")
  private static DemoConsole console;

  private Chromium browser;

  @BeforeAll
  static void open() {
    console = new DemoConsole(0, Duration.ofSeconds(150));
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @BeforeEach
  void begin() {
    browser = BROWSER.get();
    browser.go("about:blank");
    view("overview");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(50));
  }

  private void view(String hash) {
    browser.go(console.address() + "#/" + hash);
    soon().until(() -> browser.has("main > *") && !browser.has(".loading"));
  }

  private String hash() {
    return String.valueOf(browser.run("return location.hash"));
  }

  @Test
  void updatesUntilThePageIsPaused() {
    // Given a page that receives updates
    String first = browser.text(".tile:last-child .value");
    soon().until(() -> !browser.text(".tile:last-child .value").equals(first));
    // When the space bar is pressed
    browser.press(" ");
    soon().until(() -> browser.text(".live").equals("page paused"));
    String paused = browser.text(".tile:last-child .value");
    // Then its values stay the same until the space bar is pressed again
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(90))
        .until(() -> browser.text(".tile:last-child .value").equals(paused));
    browser.press(" ");
    soon().until(() -> !browser.text(".tile:last-child .value").equals(paused));
  }

  @Test
  void opensATraceByKeysAndShowsTheLogProbOfEachToken() {
    // Given the list, reached by keys
    browser.press("g");
    browser.press("t");
    soon().until(() -> browser.count("tr[data-trace]") > 10);
    // When the second row is opened by keys
    browser.press("j");
    browser.press("j");
    browser.press("\n");
    soon().until(() -> browser.count(".tok[data-i]") > 10);
    // Then tokens are coloured, the log-prob is shown on focus, and verdicts and group are shown
    soon().until(() -> browser.count(".tokens .lp1, .tokens .lp2, .tokens .lp3") > 0);
    browser.run("document.querySelector('.tok[data-i=\"3\"]').focus()");
    soon().until(() -> browser.text(".token-details").contains("log-prob -"));
    assertThat(browser.text(".token-details")).contains("token 4 of").contains("weights v");
    soon()
        .untilAsserted(
            () -> assertThat(browser.text(".trace")).contains("Verdicts").contains("Group"));
    // And Escape returns to the list
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
    // Then the address contains it and a reloaded page has the same filter
    soon().until(() -> hash().contains("q=rollout-2"));
    browser.go(console.address() + "?again" + hash());
    soon()
        .until(
            () ->
                "rollout-2".equals(browser.run("return document.querySelector('#filter')?.value")));
  }

  @Test
  void namesItsRunInTheAddress() {
    // Given a view whose address names no run
    view("traces");
    // Then the page adds the run, and links keep it
    soon().until(() -> hash().startsWith("#/runs/demo/traces"));
    browser.press("g");
    browser.press("o");
    soon().until(() -> hash().equals("#/runs/demo/overview"));
    // When the address names a run that this console does not follow
    browser.run("location.hash = '#/runs/another/overview'");
    soon().until(() -> browser.text("main").contains("This console does not follow run another"));
    // Then the page says so, and the list shows the runs on the broker
    browser.run("location.hash = '#/runs'");
    soon().until(() -> browser.text("main").contains("2 on this broker"));
    assertThat(browser.text("main")).contains("another", "not followed", "demo");
  }

  @Test
  void helpsWithItsKeysAndChangesTheTheme() {
    // Given the page in one theme
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
  void requiresConfirmationToPauseTheRun() {
    // Given the overview
    browser.click(".progress .actions button");
    soon().until(() -> browser.has("dialog#command-dialog[open]"));
    // When the operator enters a reason and confirms
    browser.type("#reason", "a look at the rewards");
    browser.click("#command-dialog .strong");
    // Then the page shows that the run is paused and by whom, and it can be resumed
    soon().until(() -> browser.text(".reason").contains("a look at the rewards"));
    soon().until(() -> browser.text(".current-stage").equalsIgnoreCase("paused"));
    browser.click(".progress .actions button");
    soon().until(() -> browser.has("dialog#command-dialog[open]"));
    browser.click("#command-dialog .strong");
    soon().until(() -> !browser.text(".current-stage").equalsIgnoreCase("paused"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overview", "traces", "trace", "dead-letters"})
  void isAccessible(String view) throws IOException {
    // Given a view of a paused page, so that it does not change during the check
    view(view.equals("trace") ? "traces" : view);
    if (view.equals("trace")) {
      soon().until(() -> browser.has("tr[data-trace] a"));
      browser.run("document.querySelector('tr[data-trace] a').click()");
      soon().until(() -> browser.has(".tok[data-i]"));
    }
    browser.press(" ");
    browser.run(axe());
    for (String theme : List.of("light", "dark")) {
      if (!theme.equals(browser.run("return document.documentElement.dataset.theme"))) {
        browser.press("t");
      }
      // When axe checks it in that theme
      Object violations = browser.runAsync(AXE);
      // Then it finds nothing
      assertThat(violations.toString()).as(theme).isEmpty();
    }
  }

  @Test
  void showsTheFocusDuringTabNavigation() {
    // Given the overview
    soon().until(() -> browser.count(".plot canvas") == 6);
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
    // When Tab is pressed repeatedly
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      browser.press(Keys.TAB);
      names.add(
          String.valueOf(
              browser.run(
                  """
                  const here = document.activeElement;
                  const seen = here.getBoundingClientRect();
                  const ring = getComputedStyle(here).outlineStyle !== 'none';
                  return (here.getAttribute('aria-label') ?? here.textContent).trim()
                    + (ring && seen.width > 0 && seen.left >= 0 ? '' : ' NOT VISIBLE');
                  """)));
    }
    // Then the focus follows the order of the page and is always visible
    assertThat(names)
        .startsWith("Skip to content", "headrace", "demo", "Overview", "Traces")
        .contains(
            "Pause page", "Keys", "Pause run", "Stop run", "Reward as a table", "Reward as CSV")
        .noneMatch(name -> name.endsWith("NOT VISIBLE"));
  }

  @Test
  void followsTheSystemsThemeAndReducedMotion() {
    // Given a system with a dark, then a light theme
    browser.run("localStorage.removeItem('headrace-theme')");
    browser.prefer("prefers-color-scheme", "dark");
    soon().until(() -> browser.run("return document.documentElement.dataset.theme").equals("dark"));
    browser.prefer("prefers-color-scheme", "light");
    soon()
        .until(() -> browser.run("return document.documentElement.dataset.theme").equals("light"));
    // When it prefers reduced motion
    browser.prefer("prefers-reduced-motion", "reduce");
    // Then nothing is animated, and without the preference something is
    soon().until(() -> browser.run("return String(document.getAnimations().length)").equals("0"));
    browser.prefer("prefers-reduced-motion", "no-preference");
    soon().until(() -> !browser.run("return String(document.getAnimations().length)").equals("0"));
  }

  @Test
  void appendsOlderTracesAndShowsTimesInUtcAsTitle() {
    // Given the list
    view("traces");
    soon().until(() -> browser.count("tr[data-trace]") == 200);
    // When older traces are loaded
    browser.run("document.querySelector('.older button').click()");
    // Then they are appended, each once, and newer traces are only announced
    soon().until(() -> browser.count("tr[data-trace]") == 400);
    assertThat(
            browser.run(
                "return String(new Set([...document.querySelectorAll('tr[data-trace]')].map(r =>"
                    + " r.dataset.trace)).size)"))
        .isEqualTo("400");
    soon().until(() -> browser.text(".bar .readout").contains("newer traces"));
    assertThat(browser.run("return document.querySelector('time').title"))
        .asString()
        .endsWith(" UTC");
  }

  private static String axe() throws IOException {
    try (InputStream in = ConsolePageIT.class.getResourceAsStream("/axe/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
