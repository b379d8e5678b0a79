package io.flowscope.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flowscope login}: another login link of the server that runs on a data folder. */
@Command(
    name = "login",
    description = "Prints a new link that logs you in to the running server.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class LoginCommand implements Callable<Integer> {
  /** A server that is there may be busy; where there is none, that is known at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Duration patience;

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./data",
      description = "The data folder of the server (${DEFAULT-VALUE}).")
  Path data = Path.of("./data");

  LoginCommand() {
    this(PATIENCE);
  }

  /**
   * @param patience how long the server may take to answer
   */
  LoginCommand(Duration patience) {
    this.patience = patience;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build()) {
      String address = Files.readString(data.resolve(App.ADDRESS_FILE)).strip();
      String token = Files.readString(data.resolve("admin-token")).strip();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address + "/api/v1/login-links"))
                  .header("Authorization", "Bearer " + token)
                  .timeout(patience)
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode url = new ObjectMapper().readTree(answer.body()).path("url");
      if (answer.statusCode() == 201 && url.isTextual()) {
        spec.commandLine().getOut().println(url.asText());
        return 0;
      }
    } catch (HttpTimeoutException e) {
      throw new UsageError(
          "--data %s: its server did not answer within %d s; try again when the machine is less busy."
              .formatted(data, patience.toSeconds()));
    } catch (IOException | IllegalArgumentException e) {
      // Told below, as any other reason why no server answers.
    }
    throw new UsageError(
        "--data %s: no server answers for this folder; start it with ./flowscope serve --data %s."
            .formatted(data, data));
  }
}
