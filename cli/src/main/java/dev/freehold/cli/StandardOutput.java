package dev.freehold.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The standard output of the process, which remembers that it could not be written: writers of
/// text keep such a failure to themselves. For one thread at a time.
final class StandardOutput extends OutputStream {
  private static final Path FILE = Path.of("/dev/stdout");
  private static final int TYPE = 0170000; // of a file, in its mode: see inode(7)
  private static final int PIPE = 0010000;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private @Nullable IOException failure;

  StandardOutput() {}

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /// Why something was not written. Whoever closes a pipe, as `head` does, has read what he wanted,
  /// and so nothing is lost.
  ///
  /// @return empty where nothing was lost
  Optional<String> lost() {
    return Optional.ofNullable(failure)
        .filter(_ -> !isPipe())
        .map(thrown -> String.valueOf(thrown.getMessage()));
  }

  private static boolean isPipe() {
    try {
      return (((int) Files.getAttribute(FILE, "unix:mode")) & TYPE) == PIPE;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
