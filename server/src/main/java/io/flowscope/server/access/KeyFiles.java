package io.flowscope.server.access;

import io.flowscope.server.DataFolder;
import io.flowscope.server.swf.AccessKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that the server keeps in its folder for programs: the admin token of the REST API and
 * the access key of SWF clients. They stay the same over restarts.
 */
public final class KeyFiles {
  private static final String TOKEN_FILE = "admin-token";
  private static final String CREDENTIALS_FILE = "credentials";
  private static final Pattern KEY = Pattern.compile("(?m)^aws_access_key_id\\s*=\\s*(\\S+)\\s*$");
  private static final Pattern SECRET =
      Pattern.compile("(?m)^aws_secret_access_key\\s*=\\s*(\\S+)\\s*$");

  private final String adminToken;
  private final String accessKeyId;
  private final String secretAccessKey;

  private KeyFiles(String adminToken, String accessKeyId, String secretAccessKey) {
    this.adminToken = adminToken;
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
  }

  /** Reads both files, and makes the one that is missing or unreadable anew. */
  public static KeyFiles open(DataFolder folder, SecureRandom random) throws IOException {
    String token = folder.read(TOKEN_FILE);
    token = token == null ? "" : token.strip();
    if (token.length() < 32) {
      token = Secrets.random(random, 32);
    }
    folder.write(TOKEN_FILE, token + "\n");
    String credentials = folder.read(CREDENTIALS_FILE);
    String key = find(KEY, credentials);
    String secret = find(SECRET, credentials);
    if (key == null || secret == null) {
      key =
          "FS"
              + Secrets.random(random, 16)
                  .replaceAll("[-_]", "0")
                  .toUpperCase(Locale.ROOT)
                  .substring(0, 18);
      secret = Secrets.random(random, 30);
    }
    folder.write(
        CREDENTIALS_FILE,
        "[flowscope]\naws_access_key_id = %s\naws_secret_access_key = %s\n".formatted(key, secret));
    return new KeyFiles(token, key, secret);
  }

  private static @Nullable String find(Pattern pattern, @Nullable String text) {
    Matcher matcher = pattern.matcher(text == null ? "" : text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Whether this is the admin token. */
  public boolean isAdminToken(String given) {
    return Secrets.same(adminToken, given);
  }

  /** The access key in the credentials file. */
  public AccessKey accessKey() {
    return new AccessKey(
        accessKeyId, secretAccessKey, "credentials file", new AccessKey.Everything());
  }
}
