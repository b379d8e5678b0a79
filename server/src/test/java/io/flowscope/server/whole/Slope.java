package io.flowscope.server.whole;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast something grows: the straight line that fits best.
 *
 * @param perHour in percent of the mean
 * @param error the standard error of that
 */
record Slope(double perHour, double error) {
  static <T> Slope of(List<T> looks, ToDoubleFunction<T> hours, ToDoubleFunction<T> value) {
    double middle = looks.stream().mapToDouble(hours).average().orElseThrow();
    double mean = looks.stream().mapToDouble(value).average().orElseThrow();
    double spread =
        looks.stream().mapToDouble(one -> square(hours.applyAsDouble(one) - middle)).sum();
    double slope =
        looks.stream()
                .mapToDouble(
                    one -> (hours.applyAsDouble(one) - middle) * (value.applyAsDouble(one) - mean))
                .sum()
            / spread;
    double rest =
        looks.stream()
            .mapToDouble(
                one ->
                    square(
                        value.applyAsDouble(one)
                            - mean
                            - slope * (hours.applyAsDouble(one) - middle)))
            .sum();
    double error = Math.sqrt(rest / (looks.size() - 2) / spread);
    return new Slope(100 * slope / mean, 100 * error / mean);
  }

  private static double square(double value) {
    return value * value;
  }
}
