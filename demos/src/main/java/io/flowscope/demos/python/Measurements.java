package io.flowscope.demos.python;

import io.flowscope.Promise;
import java.util.List;

/** What this jar does itself. */
public interface Measurements {
  /** So many numbers. */
  Promise<List<Double>> measure(int count);
}
