package dev.freehold.paging.curve;

import dev.freehold.paging.policy.Requests;

/// The exact miss-ratio curve of LRU for all numbers of frames, from one pass.
///
/// A request hits under LRU if and only if the frames are no fewer than its *stack distance*: the
/// number of different pages requested since the last request for its own, itself included
/// (Mattson, Gecsei, Slutz and Traiger, "Evaluation techniques for storage hierarchies", IBM
/// Systems Journal 9(2), 1970).
///
/// A request takes time logarithmic in the number of pages. 16 to 28 B a page.
public final class StackDistances {
  private StackDistances() {}

  /// The curve of a trace.
  ///
  /// @return equal to a replay on LRU at every number of frames
  public static MissRatioCurve curve(Requests requests) {
    double[] hits = new double[requests.distinct() + 1]; // counts are exact up to 2^53
    RecencyOrder stack = new RecencyOrder(requests.distinct());
    for (int page : requests.pages()) {
      hits[stack.request(page)]++;
    }
    hits[0] = 0;
    return MissRatioCurve.of(requests.length(), hits);
  }
}
