package io.flowscope.worker.lint;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What workflow code must get from elsewhere. Calls that give the same in every replay, for
 * instance those of a clock or a seed that is passed on, are none.
 */
enum Use {
  CLOCK(
      "reads a clock",
      "A replay would read another time; use Flow.now() instead.",
      "java/lang/System currentTimeMillis nanoTime",
      "java/time/Clock systemUTC systemDefaultZone system tickMillis tickSeconds tickMinutes",
      "java/time/InstantSource system",
      "java/time/Instant now()",
      "java/time/LocalDate now() now(Ljava/time/ZoneId;",
      "java/time/LocalTime now() now(Ljava/time/ZoneId;",
      "java/time/LocalDateTime now() now(Ljava/time/ZoneId;",
      "java/time/ZonedDateTime now() now(Ljava/time/ZoneId;",
      "java/time/OffsetDateTime now() now(Ljava/time/ZoneId;",
      "java/time/OffsetTime now() now(Ljava/time/ZoneId;",
      "java/time/Year now() now(Ljava/time/ZoneId;",
      "java/time/YearMonth now() now(Ljava/time/ZoneId;",
      "java/time/MonthDay now() now(Ljava/time/ZoneId;",
      "java/util/Date <init>()",
      "java/util/GregorianCalendar <init>()",
      "java/util/Calendar getInstance"),
  CHANCE(
      "draws chance",
      "A replay would draw something else; use Flow.random(), Flow.uuid() or Flow.sideEffect(…)"
          + " instead.",
      "java/lang/Math random",
      "java/lang/StrictMath random",
      "java/util/Random <init>()",
      "java/util/SplittableRandom <init>()",
      "java/util/UUID randomUUID",
      "java/util/Collections shuffle(Ljava/util/List;)",
      "java/util/concurrent/ThreadLocalRandom current",
      "java/util/random/RandomGenerator getDefault of",
      "java/util/random/RandomGeneratorFactory create()",
      "java/security/SecureRandom *"),
  THREAD(
      "uses threads or waits for them",
      "Workflow code runs on one thread, so that a replay can do the same again; use Flow.sleep(…)"
          + " to wait, tasks or Flow.branch(…) for what goes on side by side.",
      "java/lang/Thread <init> start startVirtualThread ofVirtual ofPlatform sleep join",
      "java/lang/Object wait",
      "java/util/Timer <init>",
      "java/util/Collection parallelStream",
      "java/util/List parallelStream",
      "java/util/ArrayList parallelStream",
      "java/util/Set parallelStream",
      "java/util/Arrays parallelSort parallelPrefix parallelSetAll",
      "java/util/stream/BaseStream parallel",
      "java/util/stream/Stream parallel",
      "java/util/stream/IntStream parallel",
      "java/util/stream/LongStream parallel",
      "java/util/stream/DoubleStream parallel",
      "java/util/concurrent/Executors newCachedThreadPool newFixedThreadPool newScheduledThreadPool"
          + " newSingleThreadExecutor newSingleThreadScheduledExecutor newThreadPerTaskExecutor"
          + " newVirtualThreadPerTaskExecutor newWorkStealingPool",
      "java/util/concurrent/ThreadPoolExecutor <init>",
      "java/util/concurrent/ScheduledThreadPoolExecutor <init>",
      "java/util/concurrent/ForkJoinPool <init> commonPool",
      "java/util/concurrent/CompletableFuture supplyAsync runAsync thenApplyAsync thenAcceptAsync"
          + " thenRunAsync thenComposeAsync thenCombineAsync handleAsync whenCompleteAsync"
          + " completeAsync completeOnTimeout orTimeout delayedExecutor",
      "java/util/concurrent/TimeUnit sleep",
      "java/util/concurrent/CountDownLatch await",
      "java/util/concurrent/CyclicBarrier await",
      "java/util/concurrent/Semaphore acquire",
      "java/util/concurrent/locks/LockSupport park parkNanos parkUntil"),
  IO(
      "does I/O",
      "A replay would do it again, and may find something else; put it into a task.",
      "java/io/FileInputStream <init>",
      "java/io/FileOutputStream <init>",
      "java/io/FileReader <init>",
      "java/io/FileWriter <init>",
      "java/io/RandomAccessFile <init>",
      "java/io/PrintStream <init>(Ljava/io/File; <init>(Ljava/lang/String;",
      "java/io/PrintWriter <init>(Ljava/io/File; <init>(Ljava/lang/String;",
      "java/io/File exists isFile isDirectory length lastModified list listFiles mkdir mkdirs"
          + " delete renameTo createNewFile createTempFile canRead canWrite",
      "java/util/Scanner <init>(Ljava/io/File; <init>(Ljava/nio/file/Path;",
      "java/nio/file/Files *",
      "java/nio/channels/FileChannel open",
      "java/nio/channels/AsynchronousFileChannel open",
      "java/nio/channels/SocketChannel open",
      "java/nio/channels/ServerSocketChannel open",
      "java/nio/channels/DatagramChannel open",
      "java/net/Socket <init>",
      "java/net/ServerSocket <init>",
      "java/net/DatagramSocket <init>",
      "java/net/URL openStream openConnection getContent",
      "java/net/InetAddress getByName getAllByName getLocalHost",
      "java/net/http/HttpClient newHttpClient newBuilder send sendAsync",
      "java/sql/DriverManager *",
      "java/sql/Connection *",
      "java/sql/Statement *",
      "java/sql/PreparedStatement *",
      "javax/sql/DataSource *",
      "java/lang/ProcessBuilder start startPipeline",
      "java/lang/Runtime exec");

  private static final Map<String, List<Rule>> RULES = rules();

  final String deed;
  final String advice;
  private final List<String> lines;

  private record Rule(Use use, List<String> methods) {
    /** A method's name, the beginning of a signature, or all. */
    boolean fits(String name, String signature) {
      return methods.stream()
          .anyMatch(
              m -> m.equals("*") || (m.contains("(") ? signature.startsWith(m) : m.equals(name)));
    }
  }

  Use(String deed, String advice, String... lines) {
    this.deed = deed;
    this.advice = advice;
    this.lines = List.of(lines);
  }

  private static Map<String, List<Rule>> rules() {
    Map<String, List<Rule>> rules = new HashMap<>();
    for (Use use : values()) {
      for (String line : use.lines) {
        List<String> words = Arrays.asList(line.split(" "));
        Rule rule = new Rule(use, words.subList(1, words.size()));
        rules.merge(
            words.getFirst(),
            List.of(rule),
            (a, b) -> {
              throw new IllegalStateException(words.getFirst() + " is there twice");
            });
      }
    }
    return Map.copyOf(rules);
  }

  /** What a call of a method of the JDK is, if it is any of these. */
  static Optional<Use> of(String owner, Call call) {
    return RULES.getOrDefault(owner, List.of()).stream()
        .filter(rule -> rule.fits(call.name(), call.signature()))
        .map(Rule::use)
        .findFirst();
  }

  /** {@code Math.random} or {@code new Random}. */
  static String text(String owner, Call call) {
    return call.name().equals("<init>")
        ? "new " + simpleName(owner)
        : simpleName(owner) + "." + call.name();
  }

  static String simpleName(String internal) {
    return internal.substring(internal.lastIndexOf('/') + 1).replace('$', '.');
  }
}
