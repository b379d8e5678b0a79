package io.flowscope.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowscope.server.access.Audit;
import io.flowscope.server.catalogue.AddResult;
import io.flowscope.server.catalogue.Catalogue;
import io.flowscope.server.catalogue.Check;
import io.flowscope.server.catalogue.JarDescription.ActivityEntry;
import io.flowscope.server.catalogue.JarDescription.Parameter;
import io.flowscope.server.catalogue.JarDescription.WorkflowEntry;
import io.flowscope.server.catalogue.Offer;
import io.flowscope.server.catalogue.StoredJar;
import io.flowscope.server.process.Deployment;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/jars} and {@code /api/v1/workflows}. */
final class JarsApi {
  private static final Logger LOG = LoggerFactory.getLogger(JarsApi.class);

  private final Deployment deployment;
  private final Audit audit;

  JarsApi(Deployment deployment, Audit audit) {
    this.audit = audit;
    this.deployment = deployment;
  }

  /** A workflow of a jar. */
  record WorkflowOf(
      String name,
      String version,
      @Nullable String description,
      JsonNode inputSchema,
      @Nullable String resultType) {
    static WorkflowOf of(WorkflowEntry entry) {
      return new WorkflowOf(
          entry.name(),
          entry.version(),
          entry.description(),
          entry.inputSchema(),
          entry.resultType());
    }
  }

  /** A task of a jar. */
  record ActivityOf(String name, String version, boolean implemented) {
    static ActivityOf of(ActivityEntry entry) {
      return new ActivityOf(entry.name(), entry.version(), entry.implemented());
    }
  }

  /**
   * A stored jar.
   *
   * @param current whether new executions of at least one of its types use it
   * @param upload in the answer to an upload
   */
  record JarOf(
      String hash,
      String fileName,
      long size,
      long uploadedAt,
      List<WorkflowOf> workflows,
      List<ActivityOf> activities,
      List<Check> checks,
      boolean current,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Upload upload) {
    static JarOf of(Catalogue catalogue, StoredJar jar, @Nullable Upload upload) {
      return new JarOf(
          jar.hash(),
          jar.fileName(),
          jar.size(),
          jar.uploadedAt(),
          jar.description().workflows().stream().map(WorkflowOf::of).toList(),
          jar.description().activities().stream().map(ActivityOf::of).toList(),
          jar.checks(),
          catalogue.isCurrent(jar),
          upload);
    }
  }

  /** What an upload did. */
  enum Upload {
    STORED,
    USED_AGAIN,
    UNCHANGED
  }

  /** A jar that was refused. */
  record Refused(
      String error,
      String message,
      String field,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Check> checks) {}

  /** A registered workflow with the jar that runs new executions of it. */
  record Registered(
      String name,
      String version,
      @Nullable String description,
      List<Parameter> parameters,
      JsonNode inputSchema,
      @Nullable String resultType,
      ExecutionApi.JarOf jar,
      String taskList) {
    static Registered of(Offer offer) {
      WorkflowEntry entry = offer.workflow();
      return new Registered(
          entry.name(),
          entry.version(),
          entry.description(),
          entry.parameters(),
          entry.inputSchema(),
          entry.resultType(),
          new ExecutionApi.JarOf(offer.jar().hash(), offer.jar().fileName()),
          offer.jar().taskList());
    }
  }

  /** All registered workflows. */
  record Workflows(List<Registered> workflows) {}

  /** All stored jars. */
  record Jars(List<JarOf> jars) {}

  void workflows(Context ctx) {
    ctx.json(
        new Workflows(deployment.catalogue().workflows().stream().map(Registered::of).toList()));
  }

  void jars(Context ctx) {
    ctx.json(
        new Jars(
            catalogue().jars().stream().map(jar -> JarOf.of(catalogue(), jar, null)).toList()));
  }

  void upload(Context ctx) throws IOException {
    switch (add(deployment, audit, ctx)) {
      case AddResult.Added(StoredJar jar) ->
          ctx.status(201).json(JarOf.of(catalogue(), jar, Upload.STORED));
      case AddResult.UsedAgain(StoredJar jar) ->
          ctx.json(JarOf.of(catalogue(), jar, Upload.USED_AGAIN));
      case AddResult.AlreadyThere(StoredJar jar) ->
          ctx.json(JarOf.of(catalogue(), jar, Upload.UNCHANGED));
      case AddResult.Rejected(String fileName, List<Check> checks) ->
          ctx.status(422).json(new Refused("jarRefused", refusal(fileName, checks), "jar", checks));
      case AddResult.TooLarge(String fileName, long maximum) -> throw tooLarge(maximum);
    }
  }

  /** New executions of the jar's types use it from now on. */
  void use(Context ctx) throws IOException {
    ctx.json(JarOf.of(catalogue(), use(deployment, audit, ctx), null));
  }

  /** Lets new executions use the jar that the path names. */
  static StoredJar use(Deployment deployment, Audit audit, Context ctx) throws IOException {
    String digits = ctx.pathParam("hash");
    StoredJar jar =
        deployment
            .catalogue()
            .jar(digits)
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "unknownJar",
                        "There is no jar '%s'; give 12 or more digits of its hash."
                            .formatted(Json.shorten(digits))));
    boolean changed = deployment.useAgain(jar);
    if (changed) {
      audit.done(Guard.by(ctx), "use", jar.fileName(), jar.hash12());
    }
    return jar;
  }

  /** Stores the one file that the request carries. */
  static AddResult add(Deployment deployment, Audit audit, Context ctx) throws IOException {
    if (!ctx.isMultipartFormData()) {
      throw Problem.field(
          415,
          "wrongContentType",
          "jar",
          "Send the jar as multipart/form-data, in the field 'jar'.");
    }
    List<UploadedFile> files = ctx.uploadedFiles("jar");
    if (files.size() != 1 || files.getFirst().size() == 0) {
      throw Problem.field(
          "jar",
          files.size() > 1
              ? "The field 'jar' holds %d files; send them one by one.".formatted(files.size())
              : "The field 'jar' holds no file, or an empty one; choose a jar.");
    }
    UploadedFile file = files.getFirst();
    try (InputStream content = file.content()) {
      AddResult result = deployment.add(content, file.filename());
      String outcome = result.getClass().getSimpleName();
      LOG.info("Upload of {} bytes: {}", file.size(), outcome);
      audit.done(Guard.by(ctx), "upload", Json.shorten(file.filename()), outcome);
      return result;
    }
  }

  static Problem tooLarge(long maximum) {
    return Problem.field(
        413,
        "tooLarge",
        "jar",
        "The jar is larger than %d bytes; make it smaller, or start the server with a larger --set upload.megabytes."
            .formatted(maximum));
  }

  /** What was wrong, in one sentence. */
  static String refusal(String fileName, List<Check> checks) {
    return checks.stream()
        .filter(check -> check.state() == Check.State.FAILED)
        .findFirst()
        .map(
            check ->
                "%s was refused: %s%s"
                    .formatted(
                        Json.shorten(fileName),
                        check.detail(),
                        isSentence(check.hint()) ? " " + check.hint() : ""))
        .orElse(Json.shorten(fileName) + " was refused.");
  }

  /** A stack trace, or what a process printed, stands with the check alone. */
  private static boolean isSentence(@Nullable String hint) {
    return hint != null && !hint.contains("\n");
  }

  /** The catalogue behind these routes. */
  Catalogue catalogue() {
    return deployment.catalogue();
  }
}
