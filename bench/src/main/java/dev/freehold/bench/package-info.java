/// Benchmarks of the allocators and their peers, in one run and interleaved.
package dev.freehold.bench;
