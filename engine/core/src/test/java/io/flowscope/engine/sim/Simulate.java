package io.flowscope.engine.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The command {@code scripts/simulate}. */
final class Simulate {
  private static final int BLOCK = 200;

  private Simulate() {}

  public static void main(String[] args) throws IOException {
    long from = 0;
    long count = 500;
    long step = 1;
    boolean trace = false;
    boolean one = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--seeds" -> count = Long.parseLong(args[++i]);
        case "--from" -> from = Long.parseLong(args[++i]);
        case "--seed" -> {
          from = Long.parseLong(args[++i]);
          count = 1;
          one = true;
        }
        case "--step" -> step = Long.parseLong(args[++i]);
        case "--trace" -> trace = true;
        default -> {
          System.err.println(
              "Unknown option "
                  + args[i]
                  + "; use --seeds N, --from S, or --seed S with or without --trace.");
          System.exit(2);
        }
      }
    }
    System.exit(one ? one(from, trace) : many(from, count, step));
  }

  private static int one(long seed, boolean trace) throws IOException {
    Path temp = Files.createTempDirectory("flowscope-simulation");
    Campaign.Result result = Campaign.run(seed, temp, trace ? System.out : null);
    result.tally().counts().forEach((what, times) -> System.out.println(times + " " + what));
    System.out.println("Fingerprint " + Long.toHexString(result.fingerprint()));
    if (result.failure() == null) {
      return 0;
    }
    result.failure().printStackTrace(System.out);
    System.out.println(result.line());
    return 1;
  }

  private static int many(long from, long count, long step) {
    Tally all = new Tally();
    List<String> failures = new ArrayList<>();
    long began = System.nanoTime();
    for (long done = 0; done < count; done += BLOCK) {
      List<Long> seeds =
          LongStream.range(done, Math.min(count, done + BLOCK))
              .mapToObj(i -> from + i * step)
              .toList();
      for (Campaign.Result result : Campaign.run(seeds, 2, false)) {
        all.add(result.tally());
        if (result.failure() != null) {
          failures.add(result.line());
          System.out.println(result.line());
        }
      }
    }
    all.counts().forEach((what, times) -> System.out.println(times + " " + what));
    System.out.printf(
        "%d seeds from %d in %d s, %d failed%n",
        count, from, (System.nanoTime() - began) / 1_000_000_000, failures.size());
    return failures.isEmpty() ? 0 : 1;
  }
}
