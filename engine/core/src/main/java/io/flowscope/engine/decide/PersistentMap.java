package io.flowscope.engine.decide;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: {@link #with} and {@link #without} give another one and share
 * all but a path of the tree, so that a command costs the same however many tasks are open.
 *
 * @param <K> the keys, in whose order it iterates
 * @param <V> the values
 */
public final class PersistentMap<K extends Comparable<K>, V> implements Iterable<Map.Entry<K, V>> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

  private final @Nullable Node<K, V> root;

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height, int size) {

    Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      this(
          key,
          value,
          left,
          right,
          1 + Math.max(heightOf(left), heightOf(right)),
          1 + sizeOf(left) + sizeOf(right));
    }
  }

  private PersistentMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  /** The map without entries. */
  @SuppressWarnings("unchecked")
  public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  /** How many entries it has. */
  public int size() {
    return sizeOf(root);
  }

  /** Whether it has no entry. */
  public boolean isEmpty() {
    return root == null;
  }

  /** The value of {@code key}, or null. */
  public @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** Whether {@code key} has a value. */
  public boolean containsKey(K key) {
    return get(key) != null;
  }

  /** The value of {@code key}, if it has one. */
  public Optional<V> find(K key) {
    return Optional.ofNullable(get(key));
  }

  /** This map, in which {@code key} has {@code value}. */
  public PersistentMap<K, V> with(K key, V value) {
    return new PersistentMap<>(insert(root, key, value));
  }

  /** This map, in which {@code key} has no value. */
  public PersistentMap<K, V> without(K key) {
    return containsKey(key) ? new PersistentMap<>(remove(root, key)) : this;
  }

  /** The entries in the order of their keys. */
  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new Walk<>(root, null, true, false);
  }

  /**
   * The entries before or after a key, without it.
   *
   * @param from where to begin; null for the first, or the last when descending
   * @param descending whether to walk towards smaller keys
   */
  public Iterable<Map.Entry<K, V>> from(@Nullable K from, boolean descending) {
    return () -> new Walk<>(root, from, false, descending);
  }

  private static int heightOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static int sizeOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  private static <K extends Comparable<K>, V> Node<K, V> insert(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, insert(node.left, key, value), node.right)
        : balanced(node, node.left, insert(node.right, key, value));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(Node<K, V> node, K key) {
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<K, V> next = node.right;
    while (next.left != null) {
      next = next.left;
    }
    return balanced(next, node.left, remove(node.right, next.key));
  }

  /** The entry of {@code top} over two trees whose heights differ by at most two. */
  private static <K, V> Node<K, V> balanced(
      Node<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = heightOf(left) - heightOf(right);
    if (lean > 1) {
      if (heightOf(left.left) >= heightOf(left.right)) {
        return new Node<>(
            left.key, left.value, left.left, new Node<>(top.key, top.value, left.right, right));
      }
      Node<K, V> middle = left.right;
      return new Node<>(
          middle.key,
          middle.value,
          new Node<>(left.key, left.value, left.left, middle.left),
          new Node<>(top.key, top.value, middle.right, right));
    }
    if (lean < -1) {
      if (heightOf(right.right) >= heightOf(right.left)) {
        return new Node<>(
            right.key, right.value, new Node<>(top.key, top.value, left, right.left), right.right);
      }
      Node<K, V> middle = right.left;
      return new Node<>(
          middle.key,
          middle.value,
          new Node<>(top.key, top.value, left, middle.left),
          new Node<>(right.key, right.value, middle.right, right.right));
    }
    return new Node<>(top.key, top.value, left, right);
  }

  private static final class Walk<K extends Comparable<K>, V> implements Iterator<Map.Entry<K, V>> {
    private final Deque<Node<K, V>> path = new ArrayDeque<>();
    private final boolean descending;

    Walk(@Nullable Node<K, V> root, @Nullable K from, boolean whole, boolean descending) {
      this.descending = descending;
      Node<K, V> node = root;
      while (node != null) {
        int order = whole || from == null ? -1 : from.compareTo(node.key);
        boolean beyond = whole || from == null || (descending ? order > 0 : order < 0);
        if (beyond) {
          path.push(node);
          node = descending ? node.right : node.left;
        } else {
          node = descending ? node.left : node.right;
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = path.pop();
      Node<K, V> below = descending ? node.left : node.right;
      while (below != null) {
        path.push(below);
        below = descending ? below.right : below.left;
      }
      return Map.entry(node.key, node.value);
    }
  }
}
