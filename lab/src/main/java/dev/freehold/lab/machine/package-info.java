/// What the operating system says of the machine, read from its files.
package dev.freehold.lab.machine;
