/// Where blocks were taken and freed, and what a sample of them says of all.
///
/// A *site* is a place in the code, with the calls that led there. A *sample* is a block that
/// stands for many; each *stack* of calls keeps a *tally* of its samples.
package dev.freehold.track;
