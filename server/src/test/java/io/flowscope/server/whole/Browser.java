package io.flowscope.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.providers.EmbeddedResourceAxeProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import javax.naming.OperationNotSupportedException;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A headless Chromium that notes every error and every request, and can reach only this machine.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AXE = axe();
  private static final String RUN_AXE =
      """
      const done = arguments[arguments.length - 1];
      const words = (v) => v.id + " at " + v.nodes.slice(0, 3).map((n) => n.html).join(" and ");
      axe.run(document).then(
        (r) => done(r.passes.length ? r.violations.map(words) : ["axe found nothing to test"]),
        (e) => done(["axe failed: " + e]));
      """;
  private static final List<String> BINARIES =
      List.of("/usr/bin/chromium", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;
  private final URI address;
  private final Set<String> hosts = new TreeSet<>();

  private Browser(ChromeDriver driver, URI address) {
    this.driver = driver;
    this.address = address;
  }

  static Browser open(URI address) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(existing("chromium", BINARIES));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--window-size=1280,900",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(existing("chromedriver", DRIVERS)))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), address);
  }

  private static String axe() {
    try {
      return new EmbeddedResourceAxeProvider().getScript();
    } catch (IOException | OperationNotSupportedException e) {
      throw new AssertionError("axe-core is not on the class path", e);
    }
  }

  private static String existing(String what, List<String> places) {
    return places.stream()
        .filter(place -> Files.isExecutable(Path.of(place)))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "Browser tests need " + what + " at one of " + places + "; run scripts/test"));
  }

  Browser go(String path) {
    driver.get(address.resolve(path).toString());
    return this;
  }

  Browser go(URI whole) {
    driver.get(whole.toString());
    return this;
  }

  String path() {
    return URI.create(driver.getCurrentUrl()).getRawPath();
  }

  WebElement find(String css) {
    return until(d -> d.findElements(By.cssSelector(css)).stream().findFirst().orElse(null));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Waits until the browser shows it; the browser itself says when. */
  WebElement visible(String css) {
    return until(
        d ->
            d.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  <T> T until(ExpectedCondition<T> condition) {
    return new WebDriverWait(driver, Duration.ofSeconds(30), Duration.ofMillis(50))
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(condition);
  }

  String text(String css) {
    return find(css).getText();
  }

  Object script(String code, Object... arguments) {
    return driver.executeScript(code, arguments);
  }

  Browser theme(String theme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        java.util.Map.of(
            "features", List.of(java.util.Map.of("name", "prefers-color-scheme", "value", theme))));
    return this;
  }

  Browser width(int pixels) {
    driver.manage().window().setSize(new Dimension(pixels, 900));
    return this;
  }

  /** All rules of axe-core hold on the page; it has no frames, so that axe runs in it alone. */
  void assertAccessible(String what) {
    driver.executeScript(AXE);
    Object found = driver.executeAsyncScript(RUN_AXE);
    assertThat(found).as("violations on %s", what).isEqualTo(List.of());
  }

  /** Nothing in the log, except of statuses that the test itself provoked. */
  void assertCleanLog(String... expected) {
    List<LogEntry> entries = driver.manage().logs().get(LogType.BROWSER).getAll();
    assertThat(entries)
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .filteredOn(
            entry ->
                List.of(expected).stream().noneMatch(word -> entry.getMessage().contains(word)))
        .isEmpty();
  }

  void assertNoOtherOrigin() {
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      try {
        JsonNode message = JSON.readTree(entry.getMessage()).path("message");
        if (message.path("method").asText().equals("Network.requestWillBeSent")) {
          String url = message.path("params").path("request").path("url").asText();
          if (!url.startsWith("data:") && !url.startsWith("chrome")) {
            URI uri = URI.create(url);
            hosts.add(uri.getHost() + ":" + uri.getPort());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(hosts).containsExactly(address.getHost() + ":" + address.getPort());
  }

  void screenshot(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
