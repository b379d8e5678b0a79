package io.flowscope.web;

import io.flowscope.engine.view.NodeState;
import io.flowscope.engine.view.RoundRecord;
import io.flowscope.web.page.ReplaysView.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a source file that a round is about, with what was known at each line. */
final class SourceLines {
  private static final int BEFORE = 10;
  private static final int AFTER = 14;
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<rem>//.*|/\\*.*?(?:\\*/|$)|^\\s*\\*.*)|(?<str>\"(?:\\\\.|[^\"\\\\])*\"?|'(?:\\\\.|[^'\\\\])')"
              + "|\\b(?<key>abstract|boolean|break|case|catch|char|class|continue|default|do|double|else"
              + "|enum|extends|final|finally|float|for|if|implements|import|instanceof|int|interface|long"
              + "|new|null|package|private|protected|public|record|return|sealed|static|super|switch|this"
              + "|throw|throws|true|false|try|var|void|while|yield)\\b");

  private SourceLines() {}

  /**
   * The lines around those where the code stands or made calls.
   *
   * @param calls the calls known then
   * @param waits where branches stood
   */
  static List<Replay.Line> of(
      Source source, List<Replay.Call> calls, List<RoundRecord.Wait> waits) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    int block = 0;
    for (RoundRecord.Wait wait : waits) {
      int line = line(source, wait.at());
      if (line > 0) {
        first = Math.min(first, line);
        last = Math.max(last, line);
        block = wait.branch().isEmpty() ? line : block;
      }
    }
    for (Replay.Call call : calls) {
      int line = line(source, call.callSite());
      if (line > 0) {
        first = Math.min(first, line);
        last = Math.max(last, line);
      }
    }
    int end = source.from() + source.lines().size() - 1;
    if (last == 0) {
      first = source.from();
      last = source.from() + BEFORE + AFTER;
    }
    int unreachedTo = block == 0 ? 0 : endOfMethod(source, block);
    int from = Math.max(source.from(), first - BEFORE);
    int to = Math.min(end, Math.max(last + AFTER, Math.min(unreachedTo, last + 3 * AFTER)));
    List<Replay.Line> lines = new ArrayList<>();
    for (int n = from; n <= to; n++) {
      lines.add(line(source, n, calls, waits, n > block && n <= unreachedTo));
    }
    return lines;
  }

  private static Replay.Line line(
      Source source,
      int number,
      List<Replay.Call> calls,
      List<RoundRecord.Wait> waits,
      boolean afterBlock) {
    String text = source.lines().get(number - source.from());
    List<RoundRecord.Wait> here =
        waits.stream().filter(w -> line(source, w.at()) == number).toList();
    List<Replay.Call> made =
        calls.stream().filter(c -> line(source, c.callSite()) == number).toList();
    Words.Sign sign = made.isEmpty() ? null : Words.sign(worst(made));
    return new Replay.Line(
        number, tokens(text), sign, made, here, afterBlock && made.isEmpty() && here.isEmpty());
  }

  /** One state for a line that made several calls: what is not over comes first. */
  private static NodeState worst(List<Replay.Call> calls) {
    for (NodeState state :
        List.of(
            NodeState.FAILED,
            NodeState.TIMED_OUT,
            NodeState.STARTED,
            NodeState.SCHEDULED,
            NodeState.PENDING)) {
      if (calls.stream().anyMatch(c -> c.state() == state)) {
        return state;
      }
    }
    return calls.get(0).state();
  }

  private static int line(Source source, @Nullable String at) {
    if (at == null || !at.startsWith(source.fileName() + ":")) {
      return 0;
    }
    try {
      int line = Integer.parseInt(at.substring(source.fileName().length() + 1));
      return line >= source.from() && line < source.from() + source.lines().size() ? line : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The line that closes the block around {@code line}, by counting braces. */
  private static int endOfMethod(Source source, int line) {
    int depth = 0;
    for (int n = line + 1; n < source.from() + source.lines().size(); n++) {
      for (char c : source.lines().get(n - source.from()).toCharArray()) {
        if (c == '{') {
          depth++;
        } else if (c == '}' && --depth < 0) {
          return n - 1;
        }
      }
    }
    return line;
  }

  static List<Replay.Token> tokens(String text) {
    List<Replay.Token> tokens = new ArrayList<>();
    Matcher m = TOKEN.matcher(text);
    int done = 0;
    while (m.find()) {
      if (m.start() > done) {
        tokens.add(new Replay.Token("", text.substring(done, m.start())));
      }
      String css = m.group("rem") != null ? "rem" : m.group("str") != null ? "s" : "k";
      tokens.add(new Replay.Token(css, m.group()));
      done = m.end();
    }
    if (done < text.length()) {
      tokens.add(new Replay.Token("", text.substring(done)));
    }
    return tokens;
  }
}
