package io.flowscope.swf;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The JDK's client: for endpoints behind TLS, where the network costs more than the client. */
final class LibraryTransport implements Transport {
  private final URI endpoint;
  private final HttpClient client;

  LibraryTransport(URI endpoint, Duration connecting) {
    this.endpoint = endpoint;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connecting)
            .build();
  }

  @Override
  public Reply post(Map<String, String> headers, byte[] body, Duration patience, Runnable sent)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).timeout(patience).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
