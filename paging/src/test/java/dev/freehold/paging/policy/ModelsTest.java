package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Policies hit exactly where the plainest reading of their rules does: lists searched from end to
/// end, sets copied, no clever structure.
class ModelsTest {
  private static final int LENGTH = 3000;

  private static void compare(
      IntFunction<ReplacementPolicy> policy, IntFunction<IntPredicate> model, Requests requests) {
    for (int size : new int[] {3, 4, 5, 8, 13, 30, 44, 100, 250}) {
      ReplacementPolicy opened = policy.apply(size);
      IntPredicate plain = model.apply(size);
      for (int i = 0; i < requests.length(); i++) {
        int page = requests.pages()[i];
        assertThat(opened.request(page))
            .as("size %d, request %d for page %d", size, i, page)
            .isEqualTo(plain.test(page));
      }
    }
  }

  /// A queue; hits count up to a limit; at a miss the front is sent back while its count is not 0.
  private static IntPredicate clock(int frames, int limit) {
    List<Integer> queue = new ArrayList<>();
    Map<Integer, Integer> counts = new HashMap<>();
    return page -> {
      if (counts.computeIfPresent(page, (p, c) -> Math.min(c + 1, limit)) != null) {
        return true;
      }
      while (queue.size() == frames) {
        int front = queue.removeFirst();
        if (counts.merge(front, -1, Integer::sum) >= 0) {
          queue.add(front);
        } else {
          counts.remove(front);
        }
      }
      queue.add(page);
      counts.put(page, 0);
      return false;
    };
  }

  @Test
  void clockOfAnyWidthIsAQueueWithReinsertion() {
    for (Requests requests : Workloads.all(LENGTH)) {
      for (int bits = 1; bits <= 6; bits++) {
        int width = bits;
        compare(
            frames -> new Clock(requests.distinct(), frames, width),
            frames -> clock(frames, (1 << width) - 1),
            requests);
      }
    }
  }

  /// The victim is found by looking through all of the future.
  private static IntPredicate opt(Requests requests, int frames) {
    Set<Integer> resident = new HashSet<>();
    int[] time = {0};
    return page -> {
      int now = time[0]++;
      if (resident.contains(page)) {
        return true;
      }
      if (resident.size() == frames) {
        resident.remove(
            resident.stream().max(Comparator.comparing(p -> next(requests, p, now))).orElseThrow());
      }
      resident.add(page);
      return false;
    };
  }

  private static int next(Requests requests, int page, int after) {
    return IntStream.range(after + 1, requests.length())
        .filter(i -> requests.pages()[i] == page)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }

  @Test
  void optLooksThroughAllOfTheFuture() {
    for (Requests requests : Workloads.all(300)) {
      compare(
          frames -> new Opt(requests, frames, Opt.Incoming.ENTERS),
          frames -> opt(requests, frames),
          requests);
    }
  }

  /// S and Q as lists, newest last; at most so many LIR pages.
  private static IntPredicate lirs(int frames) {
    int most = frames - Math.max(2, frames / 100);
    List<Integer> s = new ArrayList<>();
    List<Integer> q = new ArrayList<>();
    Set<Integer> lir = new HashSet<>();
    int[] last = {-1};
    return page -> {
      if (page == last[0]) {
        return true;
      }
      last[0] = page;
      boolean hit = lir.contains(page) || q.contains(page);
      if (!hit && lir.size() + q.size() == frames) {
        q.removeFirst();
      }
      q.removeIf(p -> p == page);
      boolean close = s.removeIf(p -> p == page);
      s.add(page);
      if (close || lir.size() < most) {
        lir.add(page);
      } else {
        q.add(page);
      }
      if (lir.size() > most) {
        int demoted = s.stream().filter(lir::contains).findFirst().orElseThrow();
        lir.remove(demoted);
        q.add(demoted);
      }
      while (!lir.contains(s.getFirst())) {
        s.removeFirst();
      }
      return hit;
    };
  }

  @Test
  void lirsIsTwoLists() {
    for (Requests requests : Workloads.all(LENGTH)) {
      compare(frames -> new Lirs(requests.distinct(), frames), ModelsTest::lirs, requests);
    }
  }

  /// The distinct pages of a window that slides over the requests.
  private static IntPredicate workingSet(int window) {
    List<Integer> slice = new ArrayList<>();
    return page -> {
      boolean hit = slice.contains(page);
      slice.add(page);
      if (slice.size() > window) {
        slice.removeFirst();
      }
      return hit;
    };
  }

  @Test
  void workingSetIsASlidingWindow() {
    for (Requests requests : Workloads.all(LENGTH)) {
      compare(
          window -> new WorkingSet(requests.distinct(), window), ModelsTest::workingSet, requests);
      compare(window -> new Vmin(requests, window), ModelsTest::workingSet, requests);
    }
  }

  @Test
  void vminHoldsTheFewestPages() {
    for (Requests requests : Workloads.all(LENGTH)) {
      ReplacementPolicy vmin = new Vmin(requests, 50);
      ReplacementPolicy ws = new WorkingSet(requests.distinct(), 50);
      for (int page : requests.pages()) {
        vmin.request(page);
        ws.request(page);
        assertThat(vmin.resident()).isLessThanOrEqualTo(ws.resident());
      }
    }
  }

  /// One reference bit a page, as in hardware: set at a request, cleared at every miss.
  private static IntPredicate pageFaultFrequency(int threshold) {
    Set<Integer> resident = new HashSet<>();
    Set<Integer> referenced = new HashSet<>();
    int[] time = {0, 0};
    return page -> {
      time[0]++;
      boolean hit = resident.contains(page);
      if (!hit) {
        if (time[0] - time[1] > threshold) {
          resident.retainAll(referenced);
        }
        time[1] = time[0];
        referenced.clear();
        resident.add(page);
      }
      referenced.add(page);
      return hit;
    };
  }

  @Test
  void pageFaultFrequencyKeepsReferenceBits() {
    for (Requests requests : Workloads.all(LENGTH)) {
      compare(
          threshold -> new PageFaultFrequency(requests.distinct(), threshold),
          ModelsTest::pageFaultFrequency,
          requests);
    }
  }

  /// A queue whose front is under the hand.
  private static final class PlainWsClock implements IntPredicate {
    private final int frames;
    private final int window;
    private final LinkedHashSet<Integer> queue = new LinkedHashSet<>();
    private final Set<Integer> used = new HashSet<>();
    private final Map<Integer, Integer> stamps = new HashMap<>();
    private int time;
    private int futileBefore;

    PlainWsClock(int frames, int window) {
      this.frames = frames;
      this.window = window;
    }

    @Override
    public boolean test(int page) {
      time++;
      if (queue.contains(page)) {
        used.add(page);
        return true;
      }
      if (queue.size() == frames && (time < futileBefore || !evictOutside())) {
        while (spare(queue.getFirst())) {}
        queue.removeFirst();
      }
      queue.add(page);
      used.add(page);
      stamps.put(page, time);
      return false;
    }

    private boolean evictOutside() {
      for (int page : List.copyOf(queue)) {
        if (!spare(page)) {
          if (time - stamps.getOrDefault(page, 0) >= window) {
            queue.remove(page);
            return true;
          }
          queue.addLast(page);
        }
      }
      futileBefore = new TreeSet<>(queue.stream().map(stamps::get).toList()).getFirst() + window;
      return false;
    }

    private boolean spare(int page) {
      if (used.remove(page)) {
        stamps.put(page, time);
        queue.addLast(page);
        return true;
      }
      return false;
    }
  }

  @Test
  void wsClockIsAQueueOfStampedPages() {
    for (Requests requests : Workloads.all(LENGTH)) {
      for (int window : new int[] {1, 20, 200}) {
        compare(
            frames -> new WsClock(requests.distinct(), frames, window),
            frames -> new PlainWsClock(frames, window),
            requests);
      }
    }
  }
}
