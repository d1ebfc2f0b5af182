package dev.freehold.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Functions in machine code, called through the linker.
///
/// Nothing here checks that the code is code, or that it does what its type says; a wrong one ends
/// the process or corrupts memory.
public final class MachineCode {
  private MachineCode() {}

  /// A function as a method handle.
  ///
  /// @param start the first instruction; a call throws once the scope of this segment has ended,
  ///   and the scope cannot end during a call
  /// @param type what the function takes and returns, by the calling convention of C
  /// @return a handle that calls it
  public static MethodHandle function(MemorySegment start, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(start, type);
  }
}
