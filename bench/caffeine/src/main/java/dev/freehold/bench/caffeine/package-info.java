/// The replacement policies beside those of Caffeine's simulator, on the same traces in one run.
@NullMarked
package dev.freehold.bench.caffeine;

import org.jspecify.annotations.NullMarked;
