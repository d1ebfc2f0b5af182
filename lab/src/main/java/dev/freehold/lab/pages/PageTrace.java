package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Requests;

/// A recorded sequence of requests for pages.
///
/// @param name what it is called: the file name up to the first dot
/// @param requests the requests, the pages numbered from 0 in the order of their first requests
/// @param namingNanos the time that the numbering took of the time to read the file
public record PageTrace(String name, Requests requests, long namingNanos) {
  /// The number of requests.
  public int length() {
    return requests.length();
  }

  /// The number of pages.
  public int distinct() {
    return requests.distinct();
  }
}
