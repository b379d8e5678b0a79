package io.flowscope.engine.store;

import io.flowscope.engine.store.Sealed.SealedEvent;
import io.flowscope.engine.store.Sealed.SealedRun;
import io.flowscope.engine.wire.Wire;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch as bytes of the journal, and back. */
final class JournalCodec {
  private static final int NONE = -1;
  private static final int END = 0x454e4421;
  private static final int USUAL = 4_096;

  /** Room that one large batch needed does not stay beyond this. */
  static final int KEPT = 1 << 20;

  private byte[] bytes = new byte[USUAL];
  private ByteBuffer out = ByteBuffer.wrap(bytes);

  /** The bytes of a batch, good until the next call. */
  ByteBuffer encode(Sealed batch) {
    if (bytes.length > KEPT) {
      bytes = new byte[USUAL];
      out = ByteBuffer.wrap(bytes);
    }
    out.clear();
    number(batch.sequence());
    number(batch.total());
    count(batch.events().size());
    for (SealedEvent event : batch.events()) {
      number(event.run());
      number(event.id());
      number(event.at());
      text(event.body());
      room(event.sum().length);
      out.put(event.sum());
    }
    runs(batch.started());
    runs(batch.closed());
    count(batch.registry().size());
    for (RegistryRow row : batch.registry()) {
      text(row.kind().name());
      text(row.domain());
      text(row.name());
      text(row.version());
      text(row.body());
    }
    count(batch.leases().size());
    batch
        .leases()
        .forEach(
            (token, body) -> {
              text(token);
              text(body);
            });
    // No sector of a whole record is all zeros, see JournalFile.
    count(END);
    return out.flip();
  }

  /** How many bytes it holds for the next batch. */
  int room() {
    return bytes.length;
  }

  private void runs(List<SealedRun> rows) {
    count(rows.size());
    rows.forEach(row -> text(row.body()));
  }

  private void room(int size) {
    if (out.remaining() < size) {
      int position = out.position();
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + size));
      out = ByteBuffer.wrap(bytes).position(position);
    }
  }

  private void number(long value) {
    room(Long.BYTES);
    out.putLong(value);
  }

  private void count(int value) {
    room(Integer.BYTES);
    out.putInt(value);
  }

  private void text(@Nullable String text) {
    if (text == null) {
      count(NONE);
      return;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + encoded.length);
    out.putInt(encoded.length).put(encoded);
  }

  /**
   * The batch that {@code in} stands for.
   *
   * @throws BufferUnderflowException if it is no batch
   */
  static Sealed decode(ByteBuffer in) {
    long sequence = in.getLong();
    long total = in.getLong();
    int count = in.getInt();
    List<SealedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long run = in.getLong();
      long id = in.getLong();
      long at = in.getLong();
      String body = text(in);
      byte[] sum = new byte[Checksums.START.length];
      in.get(sum);
      events.add(new SealedEvent(run, id, at, body, sum, null));
    }
    List<SealedRun> started = decodeRuns(in);
    List<SealedRun> closed = decodeRuns(in);
    List<RegistryRow> registry = new ArrayList<>();
    count = in.getInt();
    for (int i = 0; i < count; i++) {
      registry.add(
          new RegistryRow(
              RegistryRow.Kind.valueOf(text(in)), text(in), text(in), text(in), optional(in)));
    }
    Map<String, @Nullable String> leases = new LinkedHashMap<>();
    count = in.getInt();
    for (int i = 0; i < count; i++) {
      leases.put(text(in), optional(in));
    }
    return new Sealed(sequence, total, events, started, closed, registry, leases);
  }

  private static List<SealedRun> decodeRuns(ByteBuffer in) {
    List<SealedRun> rows = new ArrayList<>();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      String body = text(in);
      rows.add(new SealedRun(Wire.decode(body, RunRow.class), body));
    }
    return rows;
  }

  private static String text(ByteBuffer in) {
    String text = optional(in);
    if (text == null) {
      throw new BufferUnderflowException();
    }
    return text;
  }

  private static @Nullable String optional(ByteBuffer in) {
    int length = in.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] encoded = new byte[length];
    in.get(encoded);
    return new String(encoded, StandardCharsets.UTF_8);
  }
}
