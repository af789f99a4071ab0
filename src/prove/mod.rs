//! Proof methods: each turns a goal and facts into a kernel theorem, or says what it tried.
