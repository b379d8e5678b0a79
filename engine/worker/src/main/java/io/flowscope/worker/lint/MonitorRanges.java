package io.flowscope.worker.lint;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Where the methods of a class hold a monitor: all of a synchronized method, and of others what a
 * handler of any exception covers that gives a monitor back, for so compilers make synchronized
 * blocks.
 */
public final class MonitorRanges {
  private static final MonitorRanges NONE = new MonitorRanges(Map.of());
  private static final Range ALL = new Range(0, Integer.MAX_VALUE);

  private record Range(int from, int to) {}

  private final Map<String, List<Range>> byMethod;

  private MonitorRanges(Map<String, List<Range>> byMethod) {
    this.byMethod = byMethod;
  }

  /** Those of a class; none where its class file cannot be read. */
  public static MonitorRanges of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String file = Type.getInternalName(type) + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      return in == null ? NONE : new MonitorRanges(read(in.readAllBytes()));
    } catch (IOException | RuntimeException e) {
      // A class of a form that nobody knows: what it does is not known either.
      return NONE;
    }
  }

  /**
   * Whether a method holds a monitor at an instruction.
   *
   * @param signature name and descriptor
   * @param index of the instruction in the method's bytecode
   */
  public boolean holds(String signature, int index) {
    return byMethod.getOrDefault(signature, List.of()).stream()
        .anyMatch(range -> range.from() <= index && index < range.to());
  }

  private static Map<String, List<Range>> read(byte[] file) {
    Offsets offsets = new Offsets(file);
    Map<String, List<Range>> found = new HashMap<>();
    offsets.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            List<Range> ranges = new ArrayList<>();
            found.put(name + descriptor, ranges);
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
              ranges.add(ALL);
              return null;
            }
            return new Body(offsets, ranges);
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found;
  }

  /** Tells where labels stand, which ASM keeps to itself while it reads. */
  private static final class Offsets extends ClassReader {
    private final Map<Label, Integer> known = new HashMap<>();

    Offsets(byte[] file) {
      super(file);
    }

    @Override
    protected Label readLabel(int offset, Label[] labels) {
      Label label = super.readLabel(offset, labels);
      known.put(label, offset);
      return label;
    }

    int of(Label label) {
      Integer offset = known.get(label);
      return offset == null ? Integer.MAX_VALUE : offset;
    }
  }

  private static final class Body extends MethodVisitor {
    private record Guarded(Label from, Label to, Label handler) {}

    private final Offsets offsets;
    private final List<Range> ranges;
    private final List<Guarded> guarded = new ArrayList<>();
    private final Set<Label> releasing = new HashSet<>();

    /** The handler whose first, straight instructions are being read. */
    private @Nullable Label handler;

    Body(Offsets offsets, List<Range> ranges) {
      super(Opcodes.ASM9);
      this.offsets = offsets;
      this.ranges = ranges;
    }

    @Override
    public void visitTryCatchBlock(Label from, Label to, Label target, @Nullable String type) {
      if (type == null) {
        guarded.add(new Guarded(from, to, target));
      }
    }

    @Override
    public void visitLabel(Label label) {
      if (guarded.stream().anyMatch(each -> each.handler().equals(label))) {
        handler = label;
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.MONITOREXIT && handler != null) {
        releasing.add(handler);
      }
      if (opcode != Opcodes.NOP) {
        handler = null;
      }
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      handler = null;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      handler = null;
    }

    @Override
    public void visitEnd() {
      for (Guarded each : guarded) {
        if (releasing.contains(each.handler())) {
          ranges.add(new Range(offsets.of(each.from()), offsets.of(each.to())));
        }
      }
    }
  }
}
