/// Small programs with one memory bug each, and what Freehold reports of them.
package dev.freehold.lab.bugs;
