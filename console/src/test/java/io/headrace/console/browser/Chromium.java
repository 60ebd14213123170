package io.headrace.console.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A headless Chromium that is installed on the machine; nothing is downloaded. */
final class Chromium implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ChromeDriver driver;
  private final Path folder;

  private Chromium(ChromeDriver driver, Path folder) {
    this.driver = driver;
    this.folder = folder;
  }

  /** Whether browser and driver are installed. */
  static boolean installed() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  static Chromium open(int width, int height) {
    Path folder = folder();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=" + width + "," + height,
        "--user-data-dir=" + folder);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .withTimeout(LIMIT)
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(LIMIT);
    driver.manage().timeouts().pageLoadTimeout(LIMIT);
    return new Chromium(driver, folder);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("headrace-chromium");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void go(String address) {
    driver.get(address);
  }

  /** Sends a key to the page's body. */
  void press(CharSequence key) {
    onLivePage(() -> driver.switchTo().activeElement().sendKeys(key));
  }

  /** Retries, since a live page may replace an element after it was found. */
  private static void onLivePage(Runnable act) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              act.run();
              return true;
            });
  }

  /** Sets the size of the window. */
  void size(int width, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Emulates a media feature, such as {@code prefers-color-scheme} dark. */
  void prefer(String feature, String value) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  private void command(String name, Map<String, Object> parameters) {
    var _ = driver.executeCdpCommand(name, parameters);
  }

  void escape() {
    press(Keys.ESCAPE);
  }

  boolean has(String selector) {
    return !driver.findElements(By.cssSelector(selector)).isEmpty();
  }

  void click(String selector) {
    onLivePage(() -> driver.findElement(By.cssSelector(selector)).click());
  }

  void type(String selector, String text) {
    onLivePage(() -> driver.findElement(By.cssSelector(selector)).sendKeys(text));
  }

  /** The text of the first match, as shown. */
  String text(String selector) {
    Object text = run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    return String.valueOf(text);
  }

  long count(String selector) {
    return (Long) run("return document.querySelectorAll(arguments[0]).length", selector);
  }

  Object run(String script, Object... arguments) {
    Object result = ((JavascriptExecutor) driver).executeScript(script, arguments);
    return result == null ? "" : result;
  }

  Object runAsync(String script) {
    Object result = ((JavascriptExecutor) driver).executeAsyncScript(script);
    return result == null ? "" : result;
  }

  /** The warnings and errors of the browser's console since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::toString)
        .toList();
  }

  /** A screenshot of the whole page. */
  byte[] picture() {
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
            .get("data");
    return Base64.getDecoder().decode(String.valueOf(data));
  }

  /** A screenshot of the window. */
  byte[] view() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // The browser may still be deleting its files; remaining ones do no harm.
      LOG.debug("[folder={}] not removed", folder, e);
    }
  }
}
