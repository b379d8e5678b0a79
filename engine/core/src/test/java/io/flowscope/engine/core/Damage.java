package io.flowscope.engine.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can happen to the files of a data folder while nobody looks. */
enum Damage {
  FLIPPED_BIT("one bit flipped", 200) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      int at = random.nextInt(used(bytes));
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    }
  },
  ZEROED_PAGE("4 KiB of zeros", 50) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      int page = random.nextInt((used(bytes) + PAGE - 1) / PAGE) * PAGE;
      Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE), (byte) 0);
      return bytes;
    }
  },
  CUT("cut at a random place", 40) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  LAST_PAGE_CUT("the last 4 KiB cut off", 10) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      return Arrays.copyOf(bytes, Math.max(0, bytes.length - PAGE));
    }
  },
  EMPTY("empty", 2) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      return new byte[0];
    }
  },
  RANDOM_HEAD("a head of random bytes", 5) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      byte[] head = new byte[Math.min(bytes.length, PAGE)];
      random.nextBytes(head);
      System.arraycopy(head, 0, bytes, 0, head.length);
      return bytes;
    }
  },
  OTHER_FILE("some other file", 3) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      byte[] other = new byte[1 + random.nextInt(100_000)];
      random.nextBytes(other);
      return other;
    }
  },
  EACH_FLIPPED("one bit flipped in each file", 40) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      return FLIPPED_BIT.done(bytes, random);
    }
  },
  EACH_CUT("each file cut at a random place", 20) {
    @Override
    byte[] done(byte[] bytes, Random random) {
      return CUT.done(bytes, random);
    }
  };

  private static final int PAGE = 4_096;

  private final String words;
  private final int times;

  Damage(String words, int times) {
    this.words = words;
    this.times = times;
  }

  String words() {
    return words;
  }

  /** How often a whole campaign does it. */
  int times() {
    return times;
  }

  abstract byte[] done(byte[] bytes, Random random);

  /** Up to the last byte that is not zero: files may be made larger than what they hold. */
  private static int used(byte[] bytes) {
    int used = bytes.length;
    while (used > 1 && bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** Damages one of the files that hold data, or all files there are; which. */
  Path to(Path folder, Random random) throws IOException {
    boolean each = this == EACH_FLIPPED || this == EACH_CUT;
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> each || !file.toString().endsWith(".mark"))
              .filter(file -> file.toFile().length() > 0)
              .sorted()
              .toList();
    }
    if (each) {
      for (Path file : files) {
        Files.write(file, done(Files.readAllBytes(file), random));
      }
      return folder;
    }
    Path chosen = files.get(random.nextInt(files.size()));
    Files.write(chosen, done(Files.readAllBytes(chosen), random));
    return chosen;
  }
}
