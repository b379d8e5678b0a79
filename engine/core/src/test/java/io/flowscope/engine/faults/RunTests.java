package io.flowscope.engine.faults;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes in a process of its own. Prints a line for each failure; exit code 0 if all
 * passed, 1 if one failed, 2 if nothing was run.
 */
final class RunTests implements TestExecutionListener {
  /** Begins the line that names a failed test. */
  static final String FAILED = "FAILED ";

  private int run;
  private int failed;

  private RunTests() {}

  public static void main(String[] classes) {
    RunTests listener = new RunTests();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
            .build();
    LauncherFactory.create().execute(request, listener);
    System.out.println(listener.run + " tests, " + listener.failed + " failures");
    System.exit(listener.run == 0 ? 2 : listener.failed == 0 ? 0 : 1);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    run += test.isTest() ? 1 : 0;
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      failed++;
      System.out.println(FAILED + test.getSource().map(RunTests::name).orElse("a test"));
      result.getThrowable().ifPresent(failure -> failure.printStackTrace(System.out));
    }
  }

  private static String name(TestSource source) {
    if (source instanceof MethodSource method) {
      return simple(method.getClassName()) + "." + method.getMethodName();
    }
    return source instanceof ClassSource type ? simple(type.getClassName()) : "a test";
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
