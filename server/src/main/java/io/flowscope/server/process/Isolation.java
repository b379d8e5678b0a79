package io.flowscope.server.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What keeps a worker process away from the rest of the machine. It limits accidents; it is no
 * sandbox for hostile code.
 */
public enum Isolation {
  /** Own view of the file system and of processes; other files of the user are not there. */
  BUBBLEWRAP("bubblewrap"),
  /** The process cannot gain privileges; it sees the files of the user. */
  SETPRIV("setpriv"),
  /** A process like any other of the user. */
  NONE("none");

  /** What Java and the usual name and time zone lookups read below /etc. */
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/etc/ld.so.cache",
          "/etc/alternatives",
          "/etc/hosts",
          "/etc/resolv.conf",
          "/etc/nsswitch.conf",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/ssl",
          "/etc/pki",
          "/etc/ca-certificates",
          "/etc/fonts");

  private final String label;

  Isolation(String label) {
    this.label = label;
  }

  /** The word for it on pages. */
  public String label() {
    return label;
  }

  /** What it means for a worker, and how to get more, in whole sentences. */
  public String meaning() {
    return switch (this) {
      case BUBBLEWRAP ->
          "A worker sees its jar, Java and a folder of its own, and no other file or process of the"
              + " user who started the server.";
      case SETPRIV ->
          "A worker cannot gain privileges, but sees all files of the user who started the server."
              + " Install bubblewrap and start the server again to hide them.";
      case NONE ->
          "A worker may do all that the user who started the server may. Install bubblewrap and"
              + " start the server again to keep workers away from the files of that user.";
    };
  }

  /**
   * The isolation that works here.
   *
   * @param wanted {@code auto} for the best there is, or one of the labels
   */
  static Isolation detect(String wanted) {
    for (Isolation isolation : values()) {
      boolean candidate = wanted.equals("auto") || wanted.equals(isolation.label);
      if (candidate && isolation.works()) {
        return isolation;
      }
    }
    return NONE;
  }

  private boolean works() {
    return switch (this) {
      case NONE -> true;
      case SETPRIV -> runs(List.of("setpriv", "--no-new-privs", "true"));
      case BUBBLEWRAP -> {
        List<String> command = bubblewrap();
        command.add("true");
        yield runs(command);
      }
    };
  }

  /**
   * The words in front of the command of a process.
   *
   * @param readable files and folders that it may read
   * @param work the folder that it may write
   */
  List<String> prefix(List<Path> readable, Path work) {
    return switch (this) {
      case NONE -> ownGroup();
      case SETPRIV -> {
        List<String> prefix = ownGroup();
        prefix.addAll(List.of("setpriv", "--no-new-privs"));
        yield prefix;
      }
      case BUBBLEWRAP -> {
        List<String> prefix = bubblewrap();
        for (Path path : readable) {
          prefix.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
        prefix.addAll(List.of("--bind", work.toString(), work.toString()));
        prefix.addAll(List.of("--chdir", work.toString()));
        yield prefix;
      }
    };
  }

  /** Whether all processes of the tree end with the first one, without our help. */
  boolean endsAsOne() {
    return this == BUBBLEWRAP;
  }

  private static List<String> bubblewrap() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bwrap",
                "--unshare-user",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--die-with-parent",
                "--new-session",
                "--uid",
                "65534",
                "--gid",
                "65534",
                "--ro-bind",
                "/usr",
                "/usr"));
    for (String name : List.of("lib", "lib32", "lib64", "bin", "sbin")) {
      Path path = Path.of("/" + name);
      if (Files.isSymbolicLink(path)) {
        command.addAll(List.of("--symlink", "usr/" + name, "/" + name));
      } else if (Files.isDirectory(path)) {
        command.addAll(List.of("--ro-bind", "/" + name, "/" + name));
      }
    }
    for (String file : SYSTEM_FILES) {
      command.addAll(List.of("--ro-bind-try", file, file));
    }
    javaConfiguration()
        .ifPresent(folder -> command.addAll(List.of("--ro-bind-try", folder, folder)));
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    String home = System.getProperty("java.home");
    if (!home.startsWith("/usr/")) {
      command.addAll(List.of("--ro-bind", home, home));
    }
    return command;
  }

  /** Distributions keep the configuration of Java below /etc and link to it. */
  private static Optional<String> javaConfiguration() {
    Path conf = Path.of(System.getProperty("java.home"), "conf");
    try {
      Path security = conf.resolve("security/java.security").toRealPath();
      return security.startsWith("/etc") && security.getNameCount() > 2
          ? Optional.of("/etc/" + security.getName(1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> ownGroup() {
    List<String> prefix = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      prefix.add("/usr/bin/setsid");
    }
    return prefix;
  }

  private static boolean runs(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
