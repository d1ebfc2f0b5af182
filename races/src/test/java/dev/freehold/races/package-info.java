/// What many threads do at once to one heap, and what must not come of it.
@org.jspecify.annotations.NullMarked
package dev.freehold.races;
