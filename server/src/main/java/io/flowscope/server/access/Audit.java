package io.flowscope.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowscope.server.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what to what, and why: one line of JSON for each, in a file that only grows. It also
 * keeps why a cancellation was asked for, which the events of SWF have no place for.
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CANCEL = "cancel";

  private final FileChannel file;
  private final InstantSource clock;
  private final Map<String, String> cancelReasons = new ConcurrentHashMap<>();

  private Audit(FileChannel file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Somebody who does something.
   *
   * @param who {@code session} for the browser of somebody logged in, {@code token} for the admin
   *     token
   * @param address where the request came from
   */
  public record By(String who, String address) {}

  /** Opens the file, and makes it where it does not exist. */
  public static Audit open(Path path, InstantSource clock) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    OwnerOnly.file(path);
    Audit audit = new Audit(file, clock);
    try (Stream<String> lines = Files.lines(path, StandardCharsets.UTF_8)) {
      lines.filter(line -> line.contains("\"" + CANCEL + "\"")).forEach(audit::remember);
    }
    return audit;
  }

  private void remember(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      if (entry.path("action").asText().equals(CANCEL) && entry.hasNonNull("reason")) {
        cancelReasons.put(entry.path("target").asText(), entry.path("reason").asText());
      }
    } catch (JsonProcessingException e) {
      LOG.debug("A line of the audit file was cut off by the end of a process");
    }
  }

  /**
   * Notes what was done. A full disk does not undo it: then the log says so.
   *
   * @param target what it was done to
   * @param reason as given, empty for none
   */
  public void done(By by, String action, String target, String reason) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("at", clock.millis());
    entry.put("who", by.who());
    entry.put("address", by.address());
    entry.put("action", action);
    entry.put("target", target);
    if (!reason.isBlank()) {
      entry.put("reason", reason);
      if (action.equals(CANCEL)) {
        cancelReasons.put(target, reason);
      }
    }
    try {
      byte[] line = (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
      synchronized (file) {
        file.write(ByteBuffer.wrap(line));
      }
    } catch (IOException e) {
      LOG.error("The audit file cannot be written: {} of {}", action, target, e);
    }
  }

  /** {@link #done} for the cancellation of a run, under the name that {@link #cancelReason} has. */
  public void canceled(By by, String domain, String workflowId, String runId, String reason) {
    done(by, CANCEL, run(domain, workflowId, runId), reason);
  }

  /** The name of a run as a target. */
  public static String run(String domain, String workflowId, String runId) {
    return domain + "/" + workflowId + "/" + runId;
  }

  /** Why the cancellation of a run was asked for last, where somebody said it through us. */
  public Optional<String> cancelReason(String domain, String workflowId, String runId) {
    return Optional.ofNullable(cancelReasons.get(run(domain, workflowId, runId)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
