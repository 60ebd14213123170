package io.headrace.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headrace.console.demo.DemoConsole;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The charts as an operator uses them. */
class ChartsIT {
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

  @Test
  void drawsTheCurvesAndNamesTheLimitingStage() {
    // Given the overview
    // When its charts are loaded
    soon().until(() -> browser.count(".plot canvas") == 6);
    // Then curves are drawn, five stages shown and one sentence names the limiting stage
    soon()
        .until(
            () ->
                browser
                    .run(
                        """
                        const canvas = document.querySelector('.plot canvas');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        return pixels.filter((v, i) => i % 4 === 3 && v > 0).length > 500;
                        """)
                    .equals(true));
    soon().until(() -> browser.count(".stage") == 5);
    soon().untilAsserted(() -> assertThat(browser.text(".sentence")).endsWith("."));
    soon().untilAsserted(() -> assertThat(browser.text(".tile .value")).contains("%"));
    // And the chart can be shown as a table
    browser.click("headrace-chart .tools button");
    soon().until(() -> browser.count(".chart-table tbody tr") > 0);
  }

  @Test
  void readsTheValuesOfAChartWithTheKeys() {
    // Given the charts
    soon().until(() -> browser.count(".plot canvas") == 6);
    // When one is focused and the left arrow pressed
    browser.run("document.querySelector('.plot').focus()");
    browser.press(Keys.ARROW_LEFT);
    // Then the values of its last point are shown and in the text for screen readers
    soon()
        .until(
            () -> browser.text(".chart .readout").matches("step [\\d,]+ · p10 .* · smoothed .*"));
    soon()
        .until(
            () ->
                browser
                    .run(
                        """
                        return document.querySelector('.plot').getAttribute('aria-valuetext')
                          === document.querySelector('.chart .readout').innerText;
                        """)
                    .equals(true));
    // And those of a weights version likewise
    browser.run("document.querySelector('.track').focus()");
    browser.press(Keys.HOME);
    soon().until(() -> browser.text(".weights .readout").startsWith("v0 · step 0 · supervised"));
  }

  @Test
  void exportsEveryChartAsCsvAndPng() {
    // Given a page whose downloads are intercepted
    soon().until(() -> browser.count(".plot canvas") == 6);
    browser.run(
        """
        window.caught = [];
        URL.createObjectURL = blob => { window.caught.push(blob); return '#'; };
        HTMLAnchorElement.prototype.click = function () {};
        """);
    // When each chart is exported as CSV and PNG
    browser.run(
        "document.querySelectorAll('.tools [aria-label$=CSV], .tools [aria-label$=PNG]').forEach(b"
            + " => b.click())");
    soon().until(() -> browser.run("return String(window.caught.length)").equals("14"));
    // Then there are seven tables with a header and a row for each point, and seven images
    Object exported =
        browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            const texts = window.caught.filter(b => b.type === 'text/csv').map(b => b.text());
            Promise.all(texts).then(all => done(all.map(t => t.split('\\n')[0] + ' ' + (t.split('\\n').length > 2)).join(';')
              + ' png ' + window.caught.filter(b => b.type === 'image/png' && b.size > 2000).length));
            """);
    assertThat(exported.toString())
        .startsWith("step,p10,p90,raw,smoothed true;step,greedy,sampled true;time,sampled,")
        .contains("version,step,stage,bytes,parameters,checkpoint,published true")
        .endsWith("png 7");
  }
}
