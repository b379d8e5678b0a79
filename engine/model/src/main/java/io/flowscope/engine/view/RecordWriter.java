package io.flowscope.engine.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The writing half of {@link RecordCodec}: cuts a round into small pieces and packs them. */
final class RecordWriter {
  static final int MAX_TEXT = 300;
  private static final int MAX_WHY = 2_000;

  /** Room for the frame of a text and the word that something was cut. */
  private static final int FRAME = 40;

  private RecordWriter() {}

  /** The parts of a round; those that matter most to a reader come first. */
  private enum Part {
    STOPPED,
    RUN,
    RESULT,
    ENDED,
    WAITS,
    CALLS,
    RESOLVED;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean single() {
      return this == STOPPED || this == RUN;
    }
  }

  static String call(CallRecord call, int maxChars) {
    List<String> needs = IdRanges.compress(call.needs());
    List<String> after = IdRanges.compress(call.after());
    String text = head(call).raw("fs", "1").texts("d", needs).texts("a", after).end();
    if (text.length() <= maxChars) {
      return text;
    }
    int room = maxChars - head(call).raw("fs", "1").end().length() - FRAME;
    List<String> fewAfter = fitting(after, room / 4);
    List<String> fewNeeds = fitting(needs, room - room / 4);
    return head(call).raw("fs", "1").texts("d", fewNeeds).texts("a", fewAfter).end();
  }

  private static RecordText head(CallRecord call) {
    RecordText text = new RecordText().text("c", call.call(), Integer.MAX_VALUE);
    return details(text, call, call.call());
  }

  private static RecordText details(RecordText text, CallRecord call, String id) {
    text.number("n", call.attempt(), 1);
    if (call.kind() != NodeKind.ACTIVITY) {
      text.text("k", Names.camel(call.kind()), MAX_TEXT);
    }
    if (!call.task().equals(Names.taskOf(id))) {
      text.text("t", call.task(), MAX_TEXT);
    }
    return text.text("at", call.at(), MAX_TEXT).text("l", call.label(), MAX_TEXT);
  }

  private static List<String> fitting(List<String> tokens, int room) {
    int used = 0;
    for (int i = 0; i < tokens.size(); i++) {
      used += RecordText.quotedLength(tokens.get(i)) + 1;
      if (used > room) {
        return tokens.subList(0, i);
      }
    }
    return tokens;
  }

  static List<String> round(RoundRecord round, int maxChars) {
    int room = (maxChars - FRAME) / 6;
    Packer packer = new Packer(maxChars);
    if (round.cut()) {
      packer.cut = true;
    }
    RoundRecord.Stopped stopped = round.stopped();
    if (stopped != null) {
      int why = Math.min(MAX_WHY, room / 8);
      packer.add(
          Part.STOPPED,
          new RecordText().text("why", stopped.why(), why).text("at", stopped.at(), why).end());
    }
    RoundRecord.Run run = round.run();
    if (run != null) {
      packer.add(
          Part.RUN,
          new RecordText()
              .flag("warm", run.warm())
              .number("us", run.micros(), 0)
              .text("w", run.worker(), Math.min(256, room / 8))
              .end());
    }
    List<String> result = round.result();
    if (result != null) {
      packer.start(Part.RESULT);
      packer.tokens(Part.RESULT, IdRanges.compress(result));
    }
    packer.tokens(Part.ENDED, IdRanges.compress(round.ended()));
    round.waits().forEach(wait -> waits(packer, wait, room));
    CallGroup.of(round.calls(), round.places()).forEach(group -> calls(packer, group, room));
    resolved(packer, round.resolved(), room);
    return packer.texts();
  }

  private static void waits(Packer packer, RoundRecord.Wait wait, int room) {
    List<String> on = IdRanges.compress(wait.on());
    int from = fitting(on, room).size();
    String first =
        new RecordText()
            .text("b", wait.barrier(), MAX_TEXT)
            .text("p", wait.branch().isEmpty() ? null : wait.branch(), MAX_TEXT)
            .text("at", wait.at(), MAX_TEXT)
            .text("m", wait.method(), MAX_TEXT)
            .texts("on", on.subList(0, from))
            .texts("a", fitting(IdRanges.compress(wait.after()), room))
            .end();
    if (packer.add(Part.WAITS, first)) {
      more(
          packer,
          Part.WAITS,
          on.subList(from, on.size()),
          room,
          some -> new RecordText().text("b", wait.barrier(), MAX_TEXT).texts("+on", some).end());
    }
  }

  private static void calls(Packer packer, CallGroup group, int room) {
    List<String> needs = group.needs();
    int from = fitting(needs, room).size();
    RecordText text =
        new RecordText()
            .text("c", group.members(), Integer.MAX_VALUE)
            .number("i", group.position, -1)
            .number("s", group.stride(), 1);
    String first =
        details(text, group.first, group.first.call())
            .texts("d", needs.subList(0, from))
            .texts("a", fitting(IdRanges.compress(group.first.after()), room))
            .end();
    if (group.size() > 1 && from < needs.size()) {
      packer.cut = true;
      packer.add(Part.CALLS, first);
    } else if (packer.add(Part.CALLS, first)) {
      more(
          packer,
          Part.CALLS,
          needs.subList(from, needs.size()),
          room,
          some -> new RecordText().number("i", group.position, -1).texts("+d", some).end());
    }
  }

  private static void resolved(Packer packer, List<RoundRecord.Resolved> all, int room) {
    int from = 0;
    while (from < all.size()) {
      NodeState state = all.get(from).state();
      List<String> ids = new ArrayList<>();
      while (from < all.size() && all.get(from).state() == state) {
        ids.add(all.get(from++).call());
      }
      more(
          packer,
          Part.RESOLVED,
          IdRanges.compress(ids),
          room,
          some -> new RecordText().text("s", Names.camel(state), MAX_TEXT).texts("c", some).end());
    }
  }

  /** Writes a list in pieces; where one does not fit, the rest is left out with it. */
  private static void more(
      Packer packer,
      Part part,
      List<String> tokens,
      int room,
      Function<List<String>, String> piece) {
    for (int from = 0; from < tokens.size(); ) {
      List<String> some = fitting(tokens.subList(from, tokens.size()), room);
      if (some.isEmpty() || !packer.add(part, piece.apply(some))) {
        packer.cut = true;
        return;
      }
      from += some.size();
    }
  }

  /** Fills one text after the other, in the order in which the pieces come. */
  private static final class Packer {
    private final int maxChars;
    private final List<Map<Part, StringBuilder>> full = new ArrayList<>();
    private Map<Part, StringBuilder> open = new EnumMap<>(Part.class);
    private int used = FRAME;
    boolean cut;

    Packer(int maxChars) {
      this.maxChars = maxChars;
      full.add(open);
    }

    void start(Part part) {
      open.computeIfAbsent(part, p -> new StringBuilder());
      used += part.key().length() + 6;
    }

    void tokens(Part part, List<String> tokens) {
      for (String token : tokens) {
        StringBuilder quoted = new StringBuilder();
        RecordText.quote(quoted, token);
        add(part, quoted.toString());
      }
    }

    /** False where it did not fit, so that what follows on it is left out, too. */
    boolean add(Part part, String json) {
      int size = json.length() + 1 + (open.containsKey(part) ? 0 : part.key().length() + 6);
      if (used + size > maxChars && !next(part, json)) {
        cut = true;
        return false;
      }
      used += json.length() + 1 + (open.containsKey(part) ? 0 : part.key().length() + 6);
      StringBuilder list = open.computeIfAbsent(part, p -> new StringBuilder());
      list.append(list.isEmpty() ? "" : ",").append(json);
      return true;
    }

    /** Opens the next text, if there may be one more and the piece fits into it. */
    private boolean next(Part part, String json) {
      int alone = FRAME + json.length() + 1 + part.key().length() + 6;
      if (full.size() > RecordCodec.MAX_MARKERS || alone > maxChars) {
        return false;
      }
      open = new EnumMap<>(Part.class);
      full.add(open);
      used = FRAME;
      return true;
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      for (Map<Part, StringBuilder> parts : full) {
        RecordText text = new RecordText().raw("fs", "1");
        if (texts.isEmpty()) {
          text.flag("cut", cut);
        }
        parts.forEach(
            (part, json) ->
                text.raw(part.key(), part.single() ? json.toString() : "[" + json + "]"));
        texts.add(text.end());
      }
      return List.copyOf(texts);
    }
  }
}
