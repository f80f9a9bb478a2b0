// No kernel yet.
