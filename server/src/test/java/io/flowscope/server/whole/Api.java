package io.flowscope.server.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The REST API, spoken as any script would. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final String token;
  private final String place;

  Api(URI address, String token) {
    this(address, token, "local/default");
  }

  private Api(URI address, String token, String place) {
    this.address = address;
    this.token = token;
    this.place = place;
  }

  /** The same for executions at another connection and domain. */
  Api at(String connectionAndDomain) {
    return new Api(address, token, connectionAndDomain);
  }

  record Answer(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("No JSON: " + status + " " + body, e);
      }
    }
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  Answer upload(Path jar) {
    String boundary = "----flowscope-test";
    try {
      byte[] head =
          ("--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"jar\"; filename=\""
                  + jar.getFileName()
                  + "\"\r\nContent-Type: application/java-archive\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8);
      byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
      return send(
          request("/api/v1/jars")
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .POST(
                  HttpRequest.BodyPublishers.ofByteArrays(
                      List.of(head, Files.readAllBytes(jar), tail)))
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run start(String workflow, String input) {
    Answer answer =
        post(
            "/api/v1/" + place + "/executions",
            "{\"workflow\":\"" + workflow + "\",\"input\":" + input + "}");
    if (answer.status() != 201) {
      throw new AssertionError("Not started: " + answer);
    }
    return new Run(answer.json().get("workflowId").asText(), answer.json().get("runId").asText());
  }

  /** One execution. */
  final class Run {
    final String workflowId;
    final String runId;

    Run(String workflowId, String runId) {
      this.workflowId = workflowId;
      this.runId = runId;
    }

    String path() {
      return "/api/v1/"
          + place
          + "/executions/"
          + URLEncoder.encode(workflowId, StandardCharsets.UTF_8)
          + "/"
          + runId;
    }

    JsonNode summary() {
      return get(path()).json();
    }

    String status() {
      return summary().get("status").asText();
    }

    List<JsonNode> history() {
      java.util.ArrayList<JsonNode> events = new java.util.ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = get(path() + "/history" + cursor).json();
        page.get("events").forEach(events::add);
        cursor = page.hasNonNull("cursor") ? "?cursor=" + page.get("cursor").asText() : null;
      } while (cursor != null);
      return events;
    }

    /** Follows the server-sent events until {@code enough} says so, or the run has closed. */
    void follow(java.util.function.Predicate<JsonNode> enough) {
      HttpRequest stream =
          request(path() + "/stream").header("Accept", "text/event-stream").GET().build();
      try (Stream<String> lines = http.send(stream, HttpResponse.BodyHandlers.ofLines()).body()) {
        Iterator<String> each = lines.iterator();
        while (each.hasNext()) {
          String line = each.next();
          if (line.startsWith("data:")) {
            JsonNode columns = JSON.readTree(line.substring(5));
            if (columns.has("lastEventId") && enough.test(columns)) {
              return;
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Waits, through the stream, until the run has closed. */
    void join() {
      follow(columns -> columns.hasNonNull("closedAt"));
    }

    /** Waits until event {@code type} stands in the history. */
    void joinState(String call, String state) {
      follow(
          columns -> {
            JsonNode calls = columns.get("calls");
            for (int i = 0; i < calls.get("label").size(); i++) {
              if (calls.get("label").get(i).asText().equals(call)
                  && calls.get("state").get(i).asText().equals(state)) {
                return true;
              }
            }
            return false;
          });
    }
  }

  Run run(String workflowId, String runId) {
    return new Run(workflowId, runId);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
