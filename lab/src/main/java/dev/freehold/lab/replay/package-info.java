/// Replays a trace on an allocator: one pass that checks every byte, timed passes that touch every
/// page.
package dev.freehold.lab.replay;
