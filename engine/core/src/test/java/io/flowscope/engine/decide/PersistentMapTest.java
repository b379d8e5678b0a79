package io.flowscope.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
  @Test
  void isATreeMapThatNeverChanges() {
    Random random = new Random(3);
    TreeMap<Integer, Integer> model = new TreeMap<>();
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(500);
      PersistentMap<Integer, Integer> before = map;
      int size = map.size();
      if (random.nextInt(5) < 3) {
        model.put(key, i);
        map = map.with(key, i);
      } else {
        model.remove(key);
        map = map.without(key);
      }
      assertThat(before.size()).isEqualTo(size);
      assertThat(map.size()).isEqualTo(model.size());
      assertThat(map.get(key)).isEqualTo(model.get(key));
    }
    assertThat(entries(map)).isEqualTo(new ArrayList<>(model.entrySet()));
    assertThat(entries(map.from(250, false)))
        .isEqualTo(new ArrayList<>(model.tailMap(250, false).entrySet()));
    assertThat(entries(map.from(250, true)))
        .isEqualTo(new ArrayList<>(model.headMap(250, false).descendingMap().entrySet()));
    assertThat(entries(map.from(null, true)))
        .isEqualTo(new ArrayList<>(model.descendingMap().entrySet()));
  }

  private static List<Map.Entry<Integer, Integer>> entries(
      Iterable<Map.Entry<Integer, Integer>> map) {
    List<Map.Entry<Integer, Integer>> all = new ArrayList<>();
    map.forEach(all::add);
    return all;
  }
}
