package dev.freehold.inspect;

/// What resident memory is for.
public enum Kind {
  /// Objects of the program.
  JAVA_HEAP("java-heap", "objects of the program"),
  /// Heaps of Freehold, by name.
  FREEHOLD("freehold", "a heap of Freehold"),
  /// Memory that the program takes outside the Java heap by the JDK's means.
  DIRECT("direct-memory", "direct buffers, arenas, Unsafe"),
  /// Descriptions of classes.
  METASPACE("metaspace", "descriptions of classes: methods, constants"),
  /// Descriptions of classes that objects point to.
  CLASS_SPACE("class-space", "descriptions of classes that objects point to"),
  /// Classes of the JDK, mapped from its archive.
  CLASS_DATA("class-data", "classes from the archive (CDS)"),
  /// Compiled code.
  CODE_CACHE("code-cache", "compiled code"),
  /// Stacks of threads.
  THREADS("threads", "stacks, and the JVM's account of threads"),
  /// Structures of the garbage collector.
  GC("gc", "card tables, mark bits, remembered sets"),
  /// What the JVM takes for itself, by its own categories.
  JVM("jvm", "the JVM's own use"),
  /// Blocks for which malloc maps memory of their own.
  MALLOC_LARGE("malloc-large", "large blocks, direct buffers among them"),
  /// Smaller blocks of malloc.
  MALLOC_USED("malloc-used", "blocks in use: the JVM's, small direct buffers, libraries"),
  /// Blocks of malloc that the JVM keeps no account of.
  MALLOC_UNTRACKED("malloc-untracked", "blocks that the JVM did not take: native libraries"),
  /// What malloc keeps beyond its blocks.
  MALLOC_SLACK("malloc-slack", "freed blocks that malloc keeps, headers, rounding"),
  /// The memory of malloc where nothing tells used and free apart.
  MALLOC("malloc", "malloc's arenas, used and free"),
  /// Files, by path.
  FILE("file", "a mapped file"),
  /// Programs and shared libraries.
  LIBRARIES("libraries", "programs and shared libraries, with their data");

  private final String label;
  private final String meaning;

  Kind(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /// What reports call it.
  ///
  /// @return in lower case
  public String label() {
    return label;
  }

  /// What it holds, in a few words.
  ///
  /// @return a phrase
  public String meaning() {
    return meaning;
  }
}
