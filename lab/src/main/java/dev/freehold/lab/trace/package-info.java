/// Recorded allocation traces: what a trace is, and the readers of every format it comes in.
package dev.freehold.lab.trace;
