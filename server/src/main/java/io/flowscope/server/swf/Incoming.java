package io.flowscope.server.swf;

import io.flowscope.engine.SwfFault;
import io.flowscope.engine.model.Action;
import io.flowscope.engine.wire.Wire;
import io.flowscope.server.swf.SwfEndpoint.Request;
import io.flowscope.swf.Envelope;
import io.flowscope.swf.SigV4;
import io.flowscope.swf.SignedRequest;
import io.flowscope.swf.Verification;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Reads a request as it came in: which action it is, whose, and its text. */
final class Incoming {
  /** What a lenient decoder puts for bytes that are no text. */
  private static final char REPLACEMENT = '\ufffd';

  private static final String TARGET = "SimpleWorkflowService.";

  private final KeyRing keys;
  private final InstantSource clock;

  Incoming(KeyRing keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  static Class<? extends Action<?>> action(Request request) {
    if (request.body().length > SwfEndpoint.MAXIMUM_BODY) {
      throw Refusal.tooLarge(SwfEndpoint.MAXIMUM_BODY);
    }
    String target = header(request, "x-amz-target");
    if (target.isEmpty()) {
      throw new SwfFault(
          "UnknownOperationException",
          "The header X-Amz-Target is missing; give SimpleWorkflowService.<Action>.");
    }
    if (!target.startsWith(TARGET)) {
      throw unknown(target);
    }
    Class<? extends Action<?>> type = action(target.substring(TARGET.length()), target);
    checkContentType(request, SwfEndpoint.CONTENT_TYPE);
    return type;
  }

  /** The action of that name. */
  static Class<? extends Action<?>> action(String name) {
    return action(name, name);
  }

  private static Class<? extends Action<?>> action(String name, String shown) {
    return Wire.action(name).orElseThrow(() -> unknown(shown));
  }

  private static SwfFault unknown(String target) {
    return new SwfFault("UnknownOperationException", "Unknown action " + shown(target));
  }

  private static void checkContentType(Request request, String expected) {
    String contentType = header(request, "content-type").replaceFirst(";.*", "").strip();
    if (!contentType.equalsIgnoreCase(expected)) {
      throw new SwfFault("SerializationException", "Use content type " + expected + ".");
    }
  }

  /** The calls of a request that holds several. */
  static Envelope.Calls envelope(Request request) {
    if (request.body().length > SwfEndpoint.MAXIMUM_BODY) {
      throw Refusal.tooLarge(SwfEndpoint.MAXIMUM_BODY);
    }
    checkContentType(request, Envelope.CONTENT_TYPE);
    try {
      return Envelope.read(request.body());
    } catch (ProtocolException e) {
      throw new SwfFault("SerializationException", e.getMessage());
    }
  }

  AccessKey authenticate(Request request) {
    SignedRequest signed =
        new SignedRequest(
            request.method(), request.path(), request.query(), request.headers(), request.body());
    Verification verification =
        SigV4.verify(signed, id -> keys.find(id).map(AccessKey::secret), clock);
    return switch (verification) {
      case Verification.Refused refused ->
          throw new Refusal(refused.error().status(), refused.error().type(), refused.message());
      case Verification.Verified verified ->
          keys.find(verified.accessKey())
              .orElseThrow(
                  () ->
                      new Refusal(
                          Verification.Error.UNRECOGNIZED_CLIENT.status(),
                          Verification.Error.UNRECOGNIZED_CLIENT.type(),
                          "The access key was revoked."));
    };
  }

  static String text(byte[] body) {
    if (body.length == 0) {
      throw new SwfFault("SerializationException", "Body is empty; a JSON object is required.");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      text = strictText(body);
    }
    if (!text.stripLeading().startsWith("{")) {
      throw new SwfFault("SerializationException", "Start of structure expected: a JSON object.");
    }
    return text;
  }

  /** Finds what a lenient decoder would have replaced. */
  private static String strictText(byte[] body) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(body.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new SwfFault("SerializationException", "invalid UTF-8 at byte " + in.position());
    }
    return out.flip().toString();
  }

  static String header(Request request, String name) {
    List<String> values = request.headers().getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
