package dev.freehold.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is written whole or not at all.
///
/// Opening it makes a temporary file beside it, so what stands against writing shows before the
/// work begins; [#write] fills that and moves it into place. What exists and is no regular file,
/// such as `/dev/stdout`, is written in place.
final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path written;

  private OutputFile(Path target, Path written) {
    this.target = target;
    this.written = written;
  }

  /// Writes the contents.
  interface Writer {
    void write(Path file) throws IOException;
  }

  static OutputFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new WrongUse("'%s' is a directory; name a file to write".formatted(path));
    }
    try {
      if (Files.exists(path) && !Files.isWritable(path)) {
        throw new WrongUse("'%s' must not be written; name another file".formatted(path));
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return new OutputFile(path, path);
      }
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Path directory = target.getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        throw new WrongUse(
            "'%s' cannot be written: there is no directory '%s'; create it first"
                .formatted(path, directory));
      }
      return new OutputFile(target, temporary(target, directory));
    } catch (IOException e) {
      throw new WrongUse(
          "'%s' cannot be written: %s; name a file in a directory that you may write"
              .formatted(path, reason(e)));
    }
  }

  private static Path temporary(Path target, Path directory) throws IOException {
    // Not Files.createTempFile, whose files only their owner may read.
    Path file = directory.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(file);
    return Files.createFile(file);
  }

  Path target() {
    return target;
  }

  /// Fills the file and puts it into place.
  void write(Writer contents) {
    try {
      contents.write(written);
      if (!written.equals(target)) {
        Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new WrongUse(
          "'%s' could not be written: %s; nothing was left half-written"
              .formatted(target, reason(e)));
    }
  }

  /// Deletes what was not put into place.
  @Override
  public void close() {
    if (!written.equals(target)) {
      try {
        Files.deleteIfExists(written);
      } catch (IOException e) {
        throw new WrongUse(
            "the temporary file '%s' cannot be deleted: %s; delete it"
                .formatted(written, reason(e)));
      }
    }
  }

  /// Why, in words: the file system often says it by the type of the exception alone.
  private static String reason(IOException e) {
    String given = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    if (given != null) {
      return given;
    }
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      default -> "the system gives no reason";
    };
  }
}
