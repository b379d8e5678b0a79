package io.flowscope.engine.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.flowscope.engine.payload.PayloadException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values travel: as they are up to SWF's 32,768 characters of JSON, above that as a reference
 * to where they are stored, and not at all above a cap. Safe for use by several threads.
 */
public final class Payloads {
  /** SWF's longest input, result or details, in characters. */
  public static final int MAX_INLINE = 32_768;

  /** The cap where none is configured, in characters of JSON. */
  public static final long STANDARD_CAP = 16_000_000;

  /** The configuration key of the cap. */
  public static final String CAP_KEY = "values.maxCharacters";

  /** Arguments up to this stay as they are: a reference has about 130 characters. */
  private static final int SMALL = 1_024;

  /** How many characters of what was read or written last are kept. */
  private static final long REMEMBERED = 8_000_000;

  /** Not with buffers in each thread: the branches of parked runs are threads, too. */
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private final @Nullable PayloadStore store;
  private final long cap;
  private final LinkedHashMap<String, String> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long remembered;

  private Payloads(@Nullable PayloadStore store, long cap) {
    this.store = store;
    this.cap = cap;
  }

  /**
   * With a store.
   *
   * @param cap characters of JSON that a value may have, with all that it refers to
   */
  public static Payloads in(PayloadStore store, long cap) {
    return new Payloads(store, Math.max(MAX_INLINE, cap));
  }

  /** Without a store: nothing above {@link #MAX_INLINE} travels. */
  public static Payloads none() {
    return new Payloads(null, MAX_INLINE);
  }

  /**
   * Why {@code json} cannot travel, with the path of its large part; null where it can. Depends on
   * nothing but the text and the configuration, so that replays agree.
   *
   * @param where the root of the path, for instance {@code result}; empty for an array of arguments
   */
  public @Nullable String complaint(String json, String where) {
    long length = PayloadRef.wholeLength(json);
    if (length <= cap) {
      return null;
    }
    LargePart part = LargePart.of(json, where);
    String share = part.chars() == length ? "" : " of the " + length;
    return part.path()
        + ": has "
        + part.chars()
        + share
        + " characters of JSON, more than "
        + (store == null
            ? "the 32,768 that Amazon SWF carries, and no store for large values is configured."
                + " Start the worker with --values, or store it elsewhere and pass where it is"
            : "the "
                + cap
                + " that "
                + CAP_KEY
                + " allows. Store it elsewhere and pass where it is,"
                + " or raise "
                + CAP_KEY);
  }

  /**
   * {@code json}, or the reference to it once it is stored.
   *
   * @throws PayloadException when it is large and cannot be stored
   */
  public String shorten(String json) {
    return shorten(json, MAX_INLINE);
  }

  /**
   * The same where less room is left.
   *
   * @param room how many characters it may have
   */
  public String shorten(String json, int room) {
    return json.length() <= room ? json : put(json).json();
  }

  /**
   * An array of arguments, of which the largest are replaced by references until it is short
   * enough: one value that goes into many calls is then stored once.
   *
   * @throws PayloadException when one is large and cannot be stored
   */
  public String shortenArguments(String array) {
    if (array.length() <= MAX_INLINE) {
      return array;
    }
    List<int[]> elements = new ArrayList<>(elements(array));
    elements.removeIf(e -> e[1] - e[0] <= SMALL);
    elements.sort(Comparator.comparingInt(e -> e[0] - e[1]));
    long length = array.length();
    Map<Integer, String> replaced = new java.util.TreeMap<>();
    Map<Integer, Integer> ends = new java.util.HashMap<>();
    for (int[] element : elements) {
      if (length <= MAX_INLINE) {
        break;
      }
      String reference = put(array.substring(element[0], element[1])).json();
      length += reference.length() - (element[1] - element[0]);
      replaced.put(element[0], reference);
      ends.put(element[0], element[1]);
    }
    StringBuilder text = new StringBuilder((int) length);
    int from = 0;
    for (Map.Entry<Integer, String> entry : replaced.entrySet()) {
      text.append(array, from, entry.getKey()).append(entry.getValue());
      from = ends.get(entry.getKey());
    }
    return shorten(text.append(array, from, array.length()).toString());
  }

  /** Where the elements of an array begin and end; none where the text is no array. */
  private static List<int[]> elements(String array) {
    List<int[]> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(array)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return elements;
      }
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        if (token.isStructStart()) {
          parser.skipChildren();
        } else {
          // The parser reads texts only when they are asked for.
          parser.finishToken();
        }
        elements.add(new int[] {begin, (int) parser.currentLocation().getCharOffset()});
      }
      return elements;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PayloadRef put(String json) {
    byte[] content = PayloadRef.bytes(json);
    PayloadRef ref = new PayloadRef(PayloadRef.hash(content), PayloadRef.wholeLength(json));
    store().put(ref.sha256(), content);
    remember(ref.sha256(), json);
    return ref;
  }

  private PayloadStore store() {
    if (store == null) {
      throw new PayloadException(
          Kind.REFUSED, "No store for large values is configured. Start the worker with --values.");
    }
    return store;
  }

  /**
   * {@code json} with the values themselves instead of references.
   *
   * @throws PayloadException when one cannot be had
   */
  public String expand(String json) {
    return PayloadRef.replace(json, ref -> expand(text(ref)));
  }

  /** The text of a value; it may hold further references. */
  public String text(PayloadRef ref) {
    synchronized (recent) {
      String known = recent.get(ref.sha256());
      if (known != null) {
        return known;
      }
    }
    String text;
    try {
      text = new String(store().get(ref.sha256()), StandardCharsets.UTF_8);
    } catch (PayloadException e) {
      throw new PayloadException(
          e.kind(),
          "A large value of %d characters (sha256:%s…) cannot be had. %s"
              .formatted(ref.chars(), ref.sha256().substring(0, 12), e.getMessage()),
          e);
    }
    remember(ref.sha256(), text);
    return text;
  }

  private void remember(String sha256, String text) {
    if (text.length() > REMEMBERED / 2) {
      return;
    }
    synchronized (recent) {
      if (recent.put(sha256, text) == null) {
        remembered += text.length();
      }
      var oldest = recent.entrySet().iterator();
      while (remembered > REMEMBERED) {
        remembered -= oldest.next().getValue().length();
        oldest.remove();
      }
    }
  }
}
