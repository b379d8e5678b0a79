package io.flowscope.web.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where an instant stands on the x axis. The same scale holds for replays, code, lanes and
 * concurrency.
 *
 * @param origin epoch milliseconds of the run's start; labels count from it
 * @param from epoch milliseconds at {@code left}
 * @param to epoch milliseconds at {@code left + width}
 */
record TimeScale(long origin, double from, double to, double left, double width) {
  private static final double[] STEPS = {
    1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 5e3, 1e4, 1.5e4, 3e4, 6e4, 1.2e5, 3e5,
    6e5, 9e5, 1.8e6, 3.6e6, 7.2e6, 1.08e7, 2.16e7, 4.32e7, 8.64e7, 1.728e8, 6.048e8
  };

  /** The whole run: a closed one to its end, an open one with some room to grow. */
  static TimeScale whole(long start, long now, boolean closed, double left, double width) {
    double length = Math.max(now - start, 1);
    return new TimeScale(start, start, start + (closed ? length : roomy(length)), left, width);
  }

  /** A round length with room for at least 8 %, so that the axis changes rarely. */
  static double roomy(double length) {
    double wanted = Math.max(length * 1.08, 100);
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    for (double step : new double[] {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
      if (step * power >= wanted) {
        return step * power;
      }
    }
    return wanted;
  }

  double x(double time) {
    return left + (time - from) / (to - from) * width;
  }

  double right() {
    return left + width;
  }

  /** Epoch milliseconds of the ticks, at least {@code pixels} apart. */
  List<Double> ticks(double pixels) {
    double step = step(pixels);
    List<Double> ticks = new ArrayList<>();
    for (double k = Math.ceil((from - origin) / step - 1e-9); ; k++) {
      double time = origin + k * step;
      if (time > to + 1e-6) {
        return ticks;
      }
      ticks.add(time);
    }
  }

  private double step(double pixels) {
    double wanted = (to - from) / width * pixels;
    for (double step : STEPS) {
      if (step >= wanted) {
        return step;
      }
    }
    return Math.ceil(wanted / 6.048e8) * 6.048e8;
  }

  /** Time since the start, as short as it is exact; {@code unit} adds the unit of seconds. */
  String label(double time, boolean unit) {
    double since = time - origin;
    if (to - origin < 120_000) {
      String text = String.format(Locale.ROOT, "%.3f", since / 1000);
      text = text.replaceFirst("\\.?0+$", "");
      return unit ? text + " s" : text;
    }
    long seconds = Math.round(since / 1000);
    String tail = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    long days = seconds / 86_400;
    if (days > 0) {
      return String.format(Locale.ROOT, "%dd %02d:%s", days, seconds / 3600 % 24, tail);
    }
    return seconds >= 3600
        ? seconds / 3600 + ":" + tail
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
