package dev.freehold.lab.spark;

import dev.freehold.paging.policy.Requests;
import java.io.Serializable;

/// A trace cut into consecutive parts, which tasks read one at a time.
///
/// All parts but the last are of the same length. The object travels to the tasks and stays small:
/// the requests are read where they are needed.
interface Parts extends Serializable {
  /// The number of requests.
  long requests();

  /// The number of pages: every request is for a page below it.
  int pages();

  /// The number of parts.
  int count();

  /// The requests of a part but the last.
  int length();

  /// Reads a part.
  int[] read(int part);

  /// The name of each page; not to be changed.
  long[] names();

  /// The whole trace in memory.
  ///
  /// @throws IllegalArgumentException if it is too long for that
  default Requests whole() {
    if (requests() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a policy that looks ahead holds the trace in memory, and %,d requests are too many;"
                  .formatted(requests())
              + " leave out opt, opt-bypass and vmin");
    }
    int[] pages = new int[(int) requests()];
    for (int part = 0; part < count(); part++) {
      int[] read = read(part);
      System.arraycopy(read, 0, pages, part * length(), read.length);
    }
    return Requests.of(pages, names());
  }
}
