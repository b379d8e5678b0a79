package io.flowscope.server;

import io.flowscope.engine.core.Durability;
import io.flowscope.engine.core.EngineConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowscope serve}: the server, until it is told to stop. */
@Command(
    name = "serve",
    description = "Starts the server and prints the link that logs you in.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7070",
      description = "Port to listen on, 0 for any free one (${DEFAULT-VALUE}).")
  String port = "7070";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./data",
      description = "Folder for everything the server keeps (${DEFAULT-VALUE}).")
  Path data = Path.of("./data");

  @Option(names = "--demo", description = "Makes the demo workflows available.")
  boolean demo;

  @Option(
      names = "--durability",
      paramLabel = "power|process",
      defaultValue = "power",
      description = "What an answered call survives: the end of the power, or of the process.")
  String durability = "power";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a configuration key, for instance limits.domains=10000.")
  String[] set = {};

  @Override
  public Integer call() throws Exception {
    ServerConfig config = config();
    App app = App.open(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(app), "stop"));
    String link = app.start();
    spec.commandLine().getOut().println("Flowscope is ready: " + link);
    spec.commandLine().getOut().flush();
    Thread.currentThread().join();
    return 0;
  }

  /** Asked to stop by a signal, the virtual machine would answer with the signal's own code. */
  private static void stop(App app) {
    app.close();
    Runtime.getRuntime().halt(0);
  }

  /** The configuration, checked as far as it can be without doing anything. */
  ServerConfig config() {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> limits = new LinkedHashMap<>();
    Map<String, String> connections = new LinkedHashMap<>();
    for (String one : set) {
      int equals = one.indexOf('=');
      if (equals <= 0) {
        throw new UsageError(
            "--set %s: give a key and a value, for instance --set limits.domains=10000."
                .formatted(one));
      }
      String key = one.substring(0, equals);
      String value = one.substring(equals + 1);
      if (key.startsWith(ConnectionSettings.PREFIX)) {
        connections.put(key, value);
      } else {
        (key.startsWith("limits.") ? limits : settings).put(key, value);
        check(key, value);
      }
    }
    ServerConfig config =
        new ServerConfig(
            host,
            port(),
            data,
            demo,
            durability(),
            settings,
            limits,
            ConnectionSettings.of(connections));
    checkHost(config);
    return config;
  }

  private static void check(String key, String value) {
    if (key.startsWith("limits.")) {
      try {
        EngineConfig.inMemory().withLimits(Map.of(key, value));
      } catch (IllegalArgumentException e) {
        throw new UsageError("--set %s=%s: %s".formatted(key, value, e.getMessage()));
      }
    } else {
      Setting.of(key)
          .orElseThrow(
              () ->
                  new UsageError(
                      "--set %s=%s: there is no such key; known are limits.*, connections.NAME.* and %s."
                          .formatted(
                              key,
                              value,
                              Arrays.stream(Setting.values())
                                  .map(Setting::key)
                                  .collect(Collectors.joining(", ")))))
          .check(value);
    }
  }

  private int port() {
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new UsageError(
          "--port %s: give a number from 0 to 65535, 0 for any free port.".formatted(port));
    }
    return Integer.parseInt(port);
  }

  private Durability durability() {
    return switch (durability.toLowerCase(Locale.ROOT)) {
      case "power" -> Durability.POWER;
      case "process" -> Durability.PROCESS;
      default ->
          throw new UsageError("--durability %s: give power or process.".formatted(durability));
    };
  }

  private static void checkHost(ServerConfig config) {
    InetAddress address;
    try {
      address = InetAddress.getByName(config.host().replaceAll("^\\[|]$", ""));
    } catch (UnknownHostException e) {
      throw new UsageError(
          "--host %s: no such address is known here; give 127.0.0.1, or an address of this machine."
              .formatted(config.host()));
    }
    if (!address.isLoopbackAddress() && !config.flag(Setting.ACCESS_REMOTE)) {
      throw new UsageError(
          "--host %s: other machines could reach the server there, without encryption; add --set access.remote=true if that is meant, or leave --host out."
              .formatted(config.host()));
    }
  }
}
