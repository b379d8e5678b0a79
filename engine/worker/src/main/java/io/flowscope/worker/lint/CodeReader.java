package io.flowscope.worker.lint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the calls in a class file. */
final class CodeReader extends ClassVisitor {
  private final Map<String, List<Call>> methods = new LinkedHashMap<>();
  private String name = "";
  private @Nullable String superName;
  private List<String> interfaces = List.of();
  private @Nullable String source;

  private CodeReader() {
    super(Opcodes.ASM9);
  }

  /**
   * Reads a class file.
   *
   * @throws IllegalArgumentException when it is none that can be read
   */
  static Code read(byte[] file) {
    CodeReader reader = new CodeReader();
    try {
      new ClassReader(file).accept(reader, ClassReader.SKIP_FRAMES);
    } catch (RuntimeException e) {
      // A damaged file shows itself by any exception.
      throw new IllegalArgumentException("it is damaged, or of a newer Java: " + e, e);
    }
    return new Code(
        reader.name, reader.superName, reader.interfaces, reader.source, reader.methods);
  }

  @Override
  public void visit(
      int version,
      int access,
      String className,
      @Nullable String signature,
      @Nullable String parent,
      String @Nullable [] implemented) {
    name = className;
    superName = parent;
    interfaces = implemented == null ? List.of() : List.of(implemented);
  }

  @Override
  public void visitSource(@Nullable String file, @Nullable String debug) {
    source = file;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return null;
    }
    List<Call> calls = new ArrayList<>();
    methods.put(method + descriptor, calls);
    return new Body(calls);
  }

  private static final class Body extends MethodVisitor {
    private final List<Call> calls;
    private int line;

    /**
     * Where the calls of the lambda begin that was made last; -1 once something else was called.
     */
    private int lambda = -1;

    Body(List<Call> calls) {
      super(Opcodes.ASM9);
      this.calls = calls;
    }

    private void add(Call.How how, String owner, String signature) {
      calls.add(new Call(how, owner, signature, line));
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        add(Call.How.NEW, type, "");
        lambda = -1;
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
      if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
        add(Call.How.TOUCH, owner, "");
        lambda = -1;
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      if (lambda >= 0 && owner.equals("io/flowscope/Flow") && method.equals("sideEffect")) {
        // What it gives is recorded, so that anything may stand in it.
        calls.subList(lambda, calls.size()).clear();
      }
      lambda = -1;
      boolean exact = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
      add(exact ? Call.How.EXACT : Call.How.VIRTUAL, owner, method + descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String descriptor, Handle bootstrap, Object... arguments) {
      lambda = calls.size();
      for (Object argument : arguments) {
        if (argument instanceof Handle handle) {
          handle(handle);
        }
      }
    }

    private void handle(Handle handle) {
      String signature = handle.getName() + handle.getDesc();
      switch (handle.getTag()) {
        case Opcodes.H_NEWINVOKESPECIAL -> {
          add(Call.How.NEW, handle.getOwner(), "");
          add(Call.How.EXACT, handle.getOwner(), signature);
        }
        case Opcodes.H_INVOKESTATIC, Opcodes.H_INVOKESPECIAL ->
            add(Call.How.EXACT, handle.getOwner(), signature);
        case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKEINTERFACE ->
            add(Call.How.VIRTUAL, handle.getOwner(), signature);
        default -> {
          // Of a field: nothing is called.
        }
      }
    }
  }
}
