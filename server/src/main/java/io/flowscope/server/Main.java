package io.flowscope.server;

import io.flowscope.server.run.ReplayCommand;
import io.flowscope.server.run.RunCommand;
import io.flowscope.server.run.WorkerCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: its subcommands, and how wrong use is told. */
@Command(
    name = "flowscope",
    description = "Runs workflows and shows what really happens in them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      NewCommand.class,
      RunCommand.class,
      WorkerCommand.class,
      ReplayCommand.class,
      VerifyCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      LoginCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final int WRONG_USE = 2;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  /** Runs the program and ends the process. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the program. Answers the exit code: 0, 1 for a failure, 2 for wrong use. */
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** The program as picocli sees it. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongUse)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int wrongUse(ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("Wrong use");
    String near = "";
    if (e instanceof UnmatchedArgumentException unmatched) {
      near =
          unmatched.getSuggestions().stream()
              .findFirst()
              .map(s -> " Did you mean " + s + "?")
              .orElse("");
    }
    err.println(
        "%s%s%s See ./%s --help.".formatted(what, what.endsWith(".") ? "" : ".", near, name));
    return WRONG_USE;
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (e instanceof UsageError) {
      commandLine.getErr().println(e.getMessage());
      return WRONG_USE;
    }
    LoggerFactory.getLogger(Main.class).error("Failed", e);
    commandLine
        .getErr()
        .println("Flowscope failed: " + e.getClass().getSimpleName() + "; its log tells more.");
    return 1;
  }

  /** The version that the build wrote down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"flowscope " + text()};
    }

    static String text() {
      try (InputStream in = Main.class.getResourceAsStream("/flowscope.properties")) {
        Properties properties = new Properties();
        if (in != null) {
          properties.load(in);
        }
        return properties.getProperty("version", "unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
  }
}
