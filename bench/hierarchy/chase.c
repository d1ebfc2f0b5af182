/* The peer of `freehold hierarchy`: a pointer chase as one writes it in C.
 *
 *   chase PAGES BYTES...     PAGES is huge or normal; prints "BYTES NANOSECONDS" for each working set
 *
 * One node to a line of 64 bytes, in one random cycle; the least of several rounds counts.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { LINE = 64, ROUNDS = 12, PASSES = 4 };
static const size_t LEAST_STEPS = 1 << 14, MOST_STEPS = 1 << 18, HUGE_PAGE = 2 << 20;

static uint64_t state = 0x5eed;

static uint64_t below(uint64_t bound) { /* splitmix64 */
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return (uint64_t)(((unsigned __int128)(z ^ (z >> 31)) * bound) >> 64);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void **walk(void **p, size_t steps) {
  while (steps--) p = (void **)*p;
  return p;
}

static double measure(size_t bytes, int advice) {
  size_t mapped = bytes + 2 * HUGE_PAGE, nodes = bytes / LINE;
  char *map = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED) { perror("mmap"); exit(1); }
  char *base = (char *)(((uintptr_t)map + HUGE_PAGE - 1) & -HUGE_PAGE);
  madvise(base, bytes + HUGE_PAGE, advice);
  *(void **)base = base;
  for (size_t i = 1; i < nodes; i++) {
    void **node = (void **)(base + i * LINE), **before = (void **)(base + below(i) * LINE);
    *node = *before;
    *before = node;
  }
  size_t steps = nodes < LEAST_STEPS ? LEAST_STEPS : nodes > MOST_STEPS ? MOST_STEPS : nodes;
  void **p = walk((void **)base, nodes > steps ? nodes : steps);
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    double start = seconds();
    p = walk(p, steps);
    double taken = (seconds() - start) * 1e9 / steps;
    if (taken < best) best = taken;
  }
  if (p == NULL) exit(1); /* keeps the walk */
  munmap(map, mapped);
  return best;
}

int main(int argc, char **argv) {
  if (argc < 3) { fprintf(stderr, "usage: chase huge|normal BYTES...\n"); return 2; }
  int advice = strcmp(argv[1], "huge") == 0 ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;
  for (int i = 2; i < argc; i++) {
    size_t bytes = strtoull(argv[i], NULL, 10);
    double best = 1e9;
    for (int pass = 0; pass < (bytes > (16u << 20) ? 1 : PASSES); pass++) {
      double taken = measure(bytes, advice);
      if (taken < best) best = taken;
    }
    printf("%zu %.4f\n", bytes, best);
  }
  return 0;
}
