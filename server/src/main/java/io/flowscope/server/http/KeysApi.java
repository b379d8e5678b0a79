package io.flowscope.server.http;

import io.flowscope.server.access.Audit;
import io.flowscope.server.access.ClientKeys;
import io.flowscope.server.access.ClientKeys.ClientKey;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code /api/v1/keys}: access keys of SWF clients, each kept to some domains. */
final class KeysApi {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_DOMAINS = 100;

  private final ClientKeys keys;
  private final Audit audit;

  KeysApi(ClientKeys keys, Audit audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /** A key that was made; its secret is told this once. */
  record Made(String accessKeyId, String secretAccessKey, String name, List<String> domains) {}

  /** A key as it is listed. */
  record Listed(String accessKeyId, String name, List<String> domains) {}

  void list(Context ctx) {
    requireToken(ctx);
    ctx.json(
        keys.all().stream().map(key -> new Listed(key.id(), key.name(), key.domains())).toList());
  }

  void make(Context ctx) throws IOException {
    Audit.By by = requireToken(ctx);
    Body body = Body.read(ctx, Set.of("name", "domains"));
    String name = body.required("name");
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw Problem.field(
          "name",
          "'name' must have at most %d characters, none of them control characters."
              .formatted(LONGEST_NAME));
    }
    List<String> domains = body.texts("domains").stream().distinct().toList();
    if (domains.isEmpty() || domains.size() > MOST_DOMAINS || domains.contains("")) {
      throw Problem.field(
          "domains",
          "'domains' must name 1 to %d domains that the key may use.".formatted(MOST_DOMAINS));
    }
    ClientKey key = keys.make(name, domains);
    audit.done(by, "makeKey", key.id() + " for " + String.join(", ", domains), name);
    ctx.status(201).json(new Made(key.id(), key.secret(), key.name(), key.domains()));
  }

  void revoke(Context ctx) throws IOException {
    Audit.By by = requireToken(ctx);
    String id = ctx.pathParam("id");
    ClientKey key =
        keys.revoke(id)
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "unknownKey",
                        "There is no key '%s'; GET /api/v1/keys lists those there are."
                            .formatted(Json.shorten(id))));
    audit.done(by, "revokeKey", key.id(), key.name());
    ctx.status(204);
  }

  /** A key outlives a session, so only who has the admin token already may have one. */
  private static Audit.By requireToken(Context ctx) {
    Audit.By by = Guard.by(ctx);
    if (!by.who().equals("token")) {
      throw Problem.of(403, "forbidden", "Keys are made and ended with the admin token.");
    }
    return by;
  }
}
