package io.flowscope.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that hosts an uploaded jar. The first argument is the mode: {@code describe}, {@code
 * work}, {@code remote}, {@code replay} or {@code inline}. The configuration is one line of JSON on
 * standard input, which then stays open: when it closes, the process ends.
 */
public final class Main {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final PrintStream answers;
  private final StandardInput input;

  private Main(PrintStream answers, StandardInput input) {
    this.answers = answers;
    this.input = input;
  }

  public static void main(String[] arguments) {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    // What the author's code prints must never be taken for an answer.
    System.setOut(System.err);
    int code = new Main(answers, StandardInput.open(System.in)).run(List.of(arguments));
    answers.flush();
    System.err.flush();
    // Threads that the author's code started must not keep the process.
    Runtime.getRuntime().halt(code);
  }

  private int run(List<String> arguments) {
    String mode = arguments.isEmpty() ? "" : arguments.getFirst();
    try {
      switch (mode) {
        case "describe" -> {
          Path jar = WorkerConfig.path(WorkerConfig.parse(input.line()), "jar");
          answer(Description.of(JarLoader.load(jar)));
        }
        case "replay" -> replay(WorkerConfig.path(WorkerConfig.parse(input.line()), "jar"));
        case "inline" -> {
          return inline();
        }
        case "remote" ->
            Worker.runRemote(WorkerConfig.remote(WorkerConfig.parse(input.line())), input);
        case "work" -> {
          Worker.comeUp();
          Worker.run(WorkerConfig.of(WorkerConfig.parse(input.line())), input);
        }
        default -> {
          System.err.println(
              "The first argument of the worker is its mode: describe, work, remote, replay or"
                  + " inline.");
          return WRONG_USE;
        }
      }
      return OK;
    } catch (IllegalArgumentException e) {
      return isOurs(e) ? failed(e.getMessage(), "") : failed(e.getMessage(), e);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return failed("The jar cannot be used: " + e, e);
    }
  }

  /** One history a line, one verdict a line; ends when the input does. */
  private void replay(Path jar) {
    ReplayMode mode = new ReplayMode(JarLoader.load(jar));
    answer(Values.JSON.createObjectNode().put("ready", true));
    answers.flush();
    while (true) {
      answer(mode.verdict(input.line()));
      answers.flush();
    }
  }

  private int inline() {
    ObjectNode result = InlineMode.run(WorkerConfig.parse(input.line()));
    answer(result);
    return result.has("error") ? FAILED : OK;
  }

  private void answer(ObjectNode json) {
    answers.println(json);
  }

  /** A complaint about the jar says all in its sentence; the author's own code needs its stack. */
  private static boolean isOurs(IllegalArgumentException complaint) {
    StackTraceElement[] stack = complaint.getStackTrace();
    return stack.length > 0
        && stack[0].getClassName().startsWith(Main.class.getPackageName() + ".");
  }

  private int failed(String sentence, Throwable cause) {
    return failed(sentence, io.flowscope.spi.Failures.details(cause));
  }

  private int failed(String sentence, String details) {
    answer(Values.JSON.createObjectNode().put("error", sentence).put("details", details));
    return FAILED;
  }
}
