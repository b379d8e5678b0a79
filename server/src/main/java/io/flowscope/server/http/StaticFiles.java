package io.flowscope.server.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Styles, scripts and icons, from the class path by exact name. Browsers ask each time whether they
 * are still the same, which costs no body.
 */
final class StaticFiles {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)*");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml;charset=utf-8",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain;charset=utf-8");

  private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

  private record StaticFile(String type, String tag, byte[] bytes, byte[] packed) {}

  void serve(Context ctx) {
    String name = ctx.pathParam("file");
    StaticFile file =
        find(name)
            .orElseThrow(() -> Problem.notFound("notFound", "There is no file at this address."));
    ctx.header("Cache-Control", "no-cache");
    ctx.header("ETag", file.tag());
    ctx.header("Vary", "Accept-Encoding");
    if (file.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(file.type());
    ctx.disableCompression();
    String accepted = ctx.header("Accept-Encoding");
    if (accepted != null
        && accepted.contains("gzip")
        && file.packed().length < file.bytes().length) {
      ctx.header("Content-Encoding", "gzip");
      ctx.result(file.packed());
    } else {
      ctx.result(file.bytes());
    }
  }

  private Optional<StaticFile> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    StaticFile known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    int dot = name.lastIndexOf('.');
    String type = dot < 0 ? null : TYPES.get(name.substring(dot + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = StaticFiles.class.getResourceAsStream("/static/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      StaticFile file = new StaticFile(type, tag(bytes), bytes, pack(bytes));
      files.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static byte[] pack(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
