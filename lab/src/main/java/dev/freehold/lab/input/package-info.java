/// What all readers of recorded files share: compressed files, lines and bytes with their position,
/// and the one-line error.
package dev.freehold.lab.input;
